import type { Metric } from './checkers/metric.ts';
import type { Outcome, RunNote } from './outcome.ts';

/** A submission as the API, the pages and the event stream show it. The first half is fixed by the contract. */
export type SubmissionView = {
  id: string;
  assignment: string;
  createdAt: string;
  gradedAt: string | null;
  outcome: Outcome | null;
  points: number | null;
  maxPoints: number;
  score: { public: number | null; private: number | null };
  /**
   * Whether the public score is this submission's own: false where it was not measurably better than the best before,
   * which is then what `score.public` tells. Null where nothing was measured.
   */
  improved: boolean | null;
  /** What both scores are of, in the version that graded; null where a score is not measured. */
  metric: { id: Metric; name: string; says: string } | null;
  tests: TestView[];
  /** Null once graded. `stalled`: no grader is at work, so that nobody knows the time. */
  queue: { position: number; etaSeconds: number; stalled: boolean } | null;

  /** True while a grader works on it. */
  running: boolean;
  label: string | null;
  /** True where the server trained: the submission carried no weights. */
  trainedByServer: boolean;
  note: RunNote | null;
  /** Console of the server's run on visible data. */
  log: string | null;
};

export type TestView = { name: string; passed: boolean; points: number; maxPoints: number; message: string };
