import type { AnyManifest } from '#lib/assignments/core/manifest.ts';
import type { SubmissionView } from '#lib/grading/core/view.ts';
import { count } from './verdict.ts';

type Props = { kind: AnyManifest['kind']; view: SubmissionView; attemptsLeft: number | null };

/** What will happen without the reader, and what they may do. */
export function WhatNext({ kind, view, attemptsLeft }: Props) {
  return (
    <section aria-labelledby="next">
      <h2 id="next" className="text-xl">
        What happens next
      </h2>
      <ul className="mt-2 max-w-measure list-disc space-y-1 pl-5">
        {sentences(kind, view, attemptsLeft).map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </section>
  );
}

function sentences(kind: Props['kind'], view: SubmissionView, attemptsLeft: number | null): string[] {
  if (view.outcome === null) return ['This page shows the result by itself. You may also leave: nothing is lost.'];
  if (view.outcome === 'infra_error') return ['Staff look into it and grade it again. You need not submit again.'];
  return [
    'Your grade is that of your best submission; a worse one never lowers it.',
    ...(attemptsLeft === null ? [] : [attemptsText(attemptsLeft)]),
    ...(kind === 'functions' ? [hiddenCalls] : aboutModel(view)),
  ];
}

const hiddenCalls =
  'Of calls with hidden arguments only the result of each test is told, so that nobody can learn the arguments.';

function aboutModel(view: SubmissionView): string[] {
  return [
    ...(view.outcome === 'graded' && !view.trainedByServer
      ? [
          'The server trains the submission that counts once more itself, to confirm that this code leads to such weights.',
        ]
      : []),
    ...(view.outcome === 'graded' && view.metric && view.score.private === null
      ? [
          `${view.metric.name} on the private test data is shown once staff release it and you can no longer hand in. The points already rest on that data.`,
        ]
      : []),
  ];
}

function attemptsText(left: number): string {
  return left === 0 ? 'No attempts are left.' : `${count(left, 'attempt')} left.`;
}
