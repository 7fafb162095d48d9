import type { ItemKind } from '#lib/items/core.ts';
import { isBlank, textProblem } from '#lib/text/core.ts';
import type { Decision, Mark, Scale } from '#lib/writing/core/item.ts';
import { isLate, writingState } from '#lib/writing/core/state.ts';

/** What a gradebook says of one student and one item, derived from what was handed in at read time. */
export const cellStates = [
  'not_started',
  'draft',
  'submitted',
  'grading',
  'changes_asked',
  'accepted',
  'graded',
  'released',
] as const;
export type CellState = (typeof cellStates)[number];

/** A column. `maxPoints` is null where there are none: a proposal is accepted, a reflection may get a mark. */
export type GradebookItem = {
  slug: string;
  kind: ItemKind;
  title: string;
  maxPoints: number | null;
  /** The class's date; in somebody's own grades, theirs. ISO. */
  dueAt: string;
};

export type Cell = {
  state: CellState;
  /** What counts was handed in after the student's own date. */
  late: boolean;
  /** Of code the submission that counts; before there is one, the newest. */
  submissionId: string | null;
  /** Of written work; null also where whoever asks may not know whose a text is. */
  writingId: string | null;
  submittedAt: string | null;
  /** What counts: what was earned, or what staff set in its place. */
  points: number | null;
  earned: number | null;
  maxPoints: number | null;
  mark: Mark | null;
  override: Override | null;
  publicScore: number | null;
  /** The student's own date, extension included: ISO. */
  dueAt: string;
  /** Submissions, or versions, in all. */
  attempts: number;
  /** Another submission waits for its grade. */
  pending: boolean;
};

/** A grade that staff set; the student reads the reason. */
export type Override = { points: number; reason: string; at: string; by: string };

const empty = { submissionId: null, writingId: null, submittedAt: null, earned: null, mark: null, publicScore: null };

const blank = (maxPoints: number | null, dueAt: Date): Cell => ({
  ...empty,
  state: 'not_started',
  late: false,
  points: null,
  maxPoints,
  override: null,
  dueAt: dueAt.toISOString(),
  attempts: 0,
  pending: false,
});

/** A student's submissions to one assignment, summed up by the database. */
export type CellFacts = {
  submissionId: string;
  createdAt: Date;
  outcome: string | null;
  points: number | null;
  publicScore: number | null;
  attempts: number;
  /** Submissions without a result, and of those the ones that a grader works on. */
  waiting: number;
  running: number;
};

/** @param assignment `dueAt` is the student's own */
export function cellOf(facts: CellFacts | undefined, assignment: { maxPoints: number; dueAt: Date }): Cell {
  const cell = blank(assignment.maxPoints, assignment.dueAt);
  if (!facts) return cell;
  return {
    ...cell,
    state: stateOf(facts),
    late: facts.points !== null && facts.createdAt >= assignment.dueAt,
    submissionId: facts.submissionId,
    submittedAt: facts.createdAt.toISOString(),
    points: facts.points,
    earned: facts.points,
    publicScore: facts.publicScore,
    attempts: facts.attempts,
    pending: facts.waiting > 0,
  };
}

function stateOf({ points, running }: CellFacts): CellState {
  if (points !== null) return 'graded';
  return running > 0 ? 'grading' : 'submitted';
}

/** A student's writing for one item, summed up by the database. */
export type WrittenFacts = {
  writingId: string;
  /** Of the newest version; null before the first. */
  number: number | null;
  submittedAt: Date | null;
  firstSubmittedAt: Date | null;
  /** The latest of its authors' dates. */
  dueAt: Date;
  review: { number: number; decision: Decision | null; mark: Mark | null; points: number | null } | null;
};

export type WrittenColumn = {
  scale: Scale;
  maxPoints: number | null;
  dueAt: Date;
  releasedAt: Date | null;
  hideNames: boolean;
};

/**
 * An author learns a mark or points once they are released. Staff see them at once, except where names are hidden from
 * graders: there they see only that there is a text, and whether it was graded.
 * @param hasDraft whether the student has begun to write without handing in
 */
export function writtenCellOf(
  facts: WrittenFacts | undefined,
  item: WrittenColumn,
  viewer: 'author' | 'staff',
  hasDraft = false,
): Cell {
  const cell = blank(item.maxPoints, facts?.dueAt ?? item.dueAt);
  if (!facts) return { ...cell, state: hasDraft ? 'draft' : 'not_started' };
  const known = { ...facts, scale: item.scale, releasedAt: item.releasedAt, hasDraft: true };
  const state = writingState(known, viewer);
  const tells = item.scale === 'decision' || item.releasedAt !== null || (viewer === 'staff' && !item.hideNames);
  const points = tells ? (facts.review?.points ?? null) : null;
  return {
    ...cell,
    // The flag beside it says that it is late.
    state: state === 'late' ? 'submitted' : state,
    late: isLate(known),
    writingId: viewer === 'author' || !item.hideNames || item.releasedAt ? facts.writingId : null,
    submittedAt: facts.submittedAt?.toISOString() ?? null,
    points,
    earned: points,
    mark: tells ? (facts.review?.mark ?? null) : null,
    attempts: facts.number ?? 0,
  };
}

/** A cell with the grade that staff set in the place of what was earned. */
export const withOverride = (cell: Cell, override: Override | undefined): Cell =>
  override ? { ...cell, points: override.points, override } : cell;

/** Points of the cells that have any, and what could be reached in them all. */
export function totalOf(cells: readonly Pick<Cell, 'points' | 'maxPoints'>[]): { points: number; maxPoints: number } {
  return cells.reduce<{ points: number; maxPoints: number }>(
    (sum, cell) => ({ points: sum.points + (cell.points ?? 0), maxPoints: sum.maxPoints + (cell.maxPoints ?? 0) }),
    { points: 0, maxPoints: 0 },
  );
}

/** Why points cannot be set, in words; null where they can. */
export function overrideProblem(points: number, maxPoints: number | null, reason: string): string | null {
  if (maxPoints === null) return 'This item has no points to set.';
  if (!Number.isFinite(points) || points < 0 || points > maxPoints) return `Points go from 0 to ${maxPoints}.`;
  return isBlank(reason) ? 'A reason is needed: the student reads it.' : textProblem(reason, 'The reason', 2000);
}

/** One thing that happened to a cell, newest first. */
export type CellEvent = { at: string; what: string; by: string | null; href: string | null };
