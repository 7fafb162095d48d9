import { countingOf } from './counting.ts';

/** Whether a regraded result may be lower than the one it replaces. */
export const regradePolicies = ['never_lower', 'as_is'] as const;
export type RegradePolicy = (typeof regradePolicies)[number];

/** A submission of a student whom a regrade touches: covered by it or not, with its points before and after. */
export type RegradeRow = {
  submissionId: string;
  userId: string;
  name: string;
  createdAt: Date;
  /** `none`: not covered. `failed`: nobody will finish it unless staff ask again. */
  state: 'none' | 'unfinished' | 'failed' | 'finished';
  /** Null where there is no result. */
  before: number | null;
  beforeMax: number | null;
  after: number | null;
  afterMax: number | null;
  /** Points that staff set as the student's grade; they count whatever the submissions get. Null where there are none. */
  setGrade: number | null;
};

export type Change = 'falls' | 'rises' | 'same' | 'unfinished' | 'failed';

/** What the regrade does to a covered submission. A first result where there was none is a rise. */
export function changeOf({ state, before, after }: RegradeRow): Change {
  if (state === 'unfinished' || state === 'failed') return state;
  if (before === null || after === null) return after === before ? 'same' : 'rises';
  if (after === before) return 'same';
  return after > before ? 'rises' : 'falls';
}

/** Whether the new result takes the place of the old one. */
export function isApplied(row: RegradeRow, policy: RegradePolicy): boolean {
  if (row.state !== 'finished' || row.after === null) return false;
  return policy === 'as_is' || row.before === null || row.after >= row.before;
}

export type RegradeSummary = Record<Change, number> & { covered: number };

export function summarize(rows: readonly RegradeRow[]): RegradeSummary {
  const counts: RegradeSummary = { covered: 0, falls: 0, rises: 0, same: 0, unfinished: 0, failed: 0 };
  for (const row of covered(rows)) {
    counts.covered++;
    counts[changeOf(row)]++;
  }
  return counts;
}

/** The covered submissions, those that lose most first, then by name; those without a new result last. */
export function losersFirst(rows: readonly RegradeRow[]): RegradeRow[] {
  return covered(rows).toSorted((a, b) => gain(a) - gain(b) || a.name.localeCompare(b.name));
}

const covered = (rows: readonly RegradeRow[]) => rows.filter((row) => row.state !== 'none');
/** Finite, so that differences are numbers: no points are near it. */
const unknownGain = Number.MAX_SAFE_INTEGER;
const gain = ({ before, after }: RegradeRow) => (after === null ? unknownGain : after - (before ?? 0));

export type Bin = { from: number; to: number; before: number; after: number };

/**
 * How many finished submissions have how many points, before and after. Bins are `[from, to)`; full points are in the
 * last.
 * @param maxPoints the most that either version gives
 */
export function distribution(rows: readonly RegradeRow[], maxPoints: number, bins = 5): Bin[] {
  const width = maxPoints / bins;
  const inBin = (points: number | null, bin: number) =>
    points !== null && Math.min(bins - 1, Math.floor(points / width)) === bin;
  const finished = rows.filter((row) => row.state === 'finished');
  return Array.from({ length: bins }, (_, bin) => ({
    from: bin * width,
    to: (bin + 1) * width,
    before: finished.filter((row) => inBin(row.before, bin)).length,
    after: finished.filter((row) => inBin(row.after, bin)).length,
  }));
}

export type GradeChange = { userId: string; name: string; before: number | null } & Record<
  RegradePolicy,
  number | null
>;

/**
 * What each student's grade was and would be: what staff set, or else the points of the submission that counts, under
 * either policy. Those who would lose most come first.
 */
export function gradeChanges(rows: readonly RegradeRow[]): GradeChange[] {
  const students = [...Map.groupBy(rows, (row) => row.userId).values()];
  return students
    .flatMap((own) => {
      const [first] = own;
      if (!first) return [];
      const { userId, name } = first;
      const under = (policy: RegradePolicy) => gradeOf(own, (row) => (isApplied(row, policy) ? row.after : row.before));
      const before = gradeOf(own, (row) => row.before);
      return [{ userId, name, before, never_lower: under('never_lower'), as_is: under('as_is') }];
    })
    .toSorted((a, b) => change(a) - change(b) || a.name.localeCompare(b.name));
}

const gradeOf = (own: readonly RegradeRow[], points: (row: RegradeRow) => number | null) =>
  own[0]?.setGrade ?? countingOf(own.map((row) => ({ createdAt: row.createdAt, points: points(row) })))?.points ?? null;

/** Students whose grade staff set: no regrade changes it. */
export const countSetGrades = (rows: readonly RegradeRow[]): number =>
  new Set(rows.flatMap(({ setGrade, userId }) => (setGrade === null ? [] : [userId]))).size;

const change = ({ before, as_is: after }: GradeChange) => (after ?? 0) - (before ?? 0);

/** Whether the student's grade falls if the regrade is published as it is. */
export const losesGrade = (grade: GradeChange) => change(grade) < 0;

/** What a student is told of a published regrade of one submission. */
export type RegradeNote = {
  at: Date;
  reason: string;
  before: number | null;
  beforeMax: number | null;
  after: number;
  afterMax: number;
  /** False where never-lower kept the old points. */
  applied: boolean;
};

/** The points before and now, in words. */
export function tellRegrade({ before, beforeMax, after, afterMax, applied }: RegradeNote): string {
  if (before === null) return `It had no result before; now: ${after} of ${afterMax}.`;
  const was = `Before: ${before} of ${beforeMax ?? afterMax}`;
  if (applied) return `${was}; now: ${after} of ${afterMax}.`;
  return `${was}; regraded: ${after} of ${afterMax}. The higher one stays: your points did not change.`;
}
