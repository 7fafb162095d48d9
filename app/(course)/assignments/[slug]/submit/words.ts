import type { Outcome } from '#lib/grading/core/outcome.ts';
import type { SubmissionView } from '#lib/grading/core/view.ts';

const outcomes: Record<Outcome, string> = {
  graded: 'Graded',
  student_error: 'The code failed',
  timeout: 'Took too long',
  out_of_memory: 'Ran out of memory',
  infra_error: 'Not graded: our fault, no attempt used',
};

export const outcomeWord = (outcome: Outcome) => outcomes[outcome];

/** Where a submission stands, as one sentence; empty for none. */
export function submissionSentence(view: SubmissionView | null): string {
  if (!view) return '';
  if (view.outcome === 'graded') {
    return `Submission graded: ${view.points ?? 0} of ${view.maxPoints} points.${scoreSentence(view)}`;
  }
  if (view.outcome) return `Submission: ${outcomes[view.outcome]}.`;
  if (view.running) return 'Submission is being graded.';
  if (!view.queue) return 'Submission received.';
  const { position } = view.queue;
  return position <= 1 ? 'Submission is next in the queue.' : `Submission is number ${position} in the queue.`;
}

function scoreSentence({ score, improved }: SubmissionView): string {
  if (score.public === null) return '';
  const shown = score.public.toFixed(3);
  return improved === false ? ` No measurable gain over your best public score, ${shown}.` : ` Public score ${shown}.`;
}
