import type { Outcome, RunKind } from '#lib/grading/core/outcome.ts';
import { notReproduced } from '#lib/grading/core/verification.ts';

type Run = { kind: RunKind; outcome: Outcome | null; staffNote: string | null };

/** What the server's own training says of a submission, in a sentence for staff. @param runs newest first */
export function verificationText(runs: readonly Run[]): string {
  const own = runs.filter(({ kind }) => kind === 'verify');
  const [newest] = own;
  if (!newest) return 'Verification: not run. It runs only for the submission that counts, if the browser trained it.';
  if (newest.outcome === null) return 'Verification: the server is training the same code now.';
  const result = own.find(({ outcome }) => outcome !== null && outcome !== 'infra_error');
  if (!result) {
    return 'Verification: interrupted by a failure of ours, so nothing is known yet. It is tried again; in the end the page Grading lists it.';
  }
  return result.staffNote?.startsWith(notReproduced)
    ? 'Verification: the server could not confirm this result; the note says why.'
    : 'Verification: the server trained the same code and agrees.';
}
