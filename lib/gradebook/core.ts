/** What a gradebook says of one student and one assignment, derived from submissions and their runs at read time. */
export const cellStates = ['not_started', 'submitted', 'grading', 'graded', 'late'] as const;
export type CellState = (typeof cellStates)[number];

export type Cell = {
  /** `late`: graded, and the submission that counts came after the due date. */
  state: CellState;
  /** The submission that counts; before there is one, the newest. */
  submissionId: string | null;
  submittedAt: string | null;
  points: number | null;
  maxPoints: number;
  publicScore: number | null;
  /** The student's own date, extension included: ISO. */
  dueAt: string;
  /** Submissions in all. */
  attempts: number;
  /** Another submission waits for its grade. */
  pending: boolean;
};

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

export function cellOf(facts: CellFacts | undefined, assignment: { maxPoints: number; dueAt: Date }): Cell {
  const { maxPoints, dueAt } = assignment;
  if (!facts) {
    return {
      state: 'not_started',
      submissionId: null,
      submittedAt: null,
      points: null,
      maxPoints,
      publicScore: null,
      dueAt: dueAt.toISOString(),
      attempts: 0,
      pending: false,
    };
  }
  return {
    state: stateOf(facts, dueAt),
    submissionId: facts.submissionId,
    submittedAt: facts.createdAt.toISOString(),
    points: facts.points,
    maxPoints,
    publicScore: facts.publicScore,
    dueAt: dueAt.toISOString(),
    attempts: facts.attempts,
    pending: facts.waiting > 0,
  };
}

function stateOf({ points, running, createdAt }: CellFacts, dueAt: Date): CellState {
  if (points !== null) return createdAt >= dueAt ? 'late' : 'graded';
  return running > 0 ? 'grading' : 'submitted';
}

/** Points of the cells that have any, and what could be reached in them all. */
export function totalOf(cells: readonly Pick<Cell, 'points' | 'maxPoints'>[]): { points: number; maxPoints: number } {
  return cells.reduce<{ points: number; maxPoints: number }>(
    (sum, cell) => ({ points: sum.points + (cell.points ?? 0), maxPoints: sum.maxPoints + cell.maxPoints }),
    { points: 0, maxPoints: 0 },
  );
}
