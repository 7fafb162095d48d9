import type { Outcome } from './outcome.ts';

/** What the server found when it trained the submitted code itself. */
export type Verification = 'verified' | 'disagrees' | 'over_budget' | 'failed';

export type OwnTraining = {
  outcome: Outcome;
  /** Public metric that the server's own training reached. */
  own: number | null;
  /** Public metric of the uploaded weights. */
  claimed: number;
  /** How much worse the server's may be: two trainings of the same code differ. */
  tolerance: number;
  /** Which values of the metric are good. */
  better: 'higher' | 'lower';
};

/** A training that comes out better than the uploaded weights agrees too: only a claim beyond reach is odd. */
export function verificationOf({ outcome, own, claimed, tolerance, better }: OwnTraining): Verification {
  if (outcome === 'timeout') return 'over_budget';
  if (outcome !== 'graded' || own === null) return 'failed';
  const worse = better === 'higher' ? claimed - own : own - claimed;
  return worse <= tolerance + 1e-9 ? 'verified' : 'disagrees';
}

/** How the note of every verification begins that did not reach the grade. */
export const notReproduced = 'Not reproduced: ';

/** One sentence for staff. Students do not see it. */
export function describeVerification(training: OwnTraining): string {
  const { own, claimed, tolerance, outcome, better } = training;
  const numbers = `the server's own training reached ${own?.toFixed(3)}, the uploaded weights ${claimed.toFixed(3)}`;
  switch (verificationOf(training)) {
    case 'verified':
      return `Verified: ${numbers}.`;
    case 'disagrees':
      return `${notReproduced}${numbers}; at most ${tolerance} ${better === 'higher' ? 'less' : 'more'} is expected.`;
    case 'over_budget':
      return `${notReproduced}training took more than the assignment's budget on the server.`;
    case 'failed':
      return `${notReproduced}training on the server ended as ${outcome}.`;
  }
}
