'use client';
import { useEffect, useState } from 'react';
import type { AnyManifest } from '#lib/assignments/core/manifest.ts';
import { format } from '#lib/grading/core/checkers/registry.ts';
import type { SubmissionView } from '#lib/grading/core/view.ts';
import { LiveStatus } from '../../../../../_components/live-status.tsx';
import { Status } from '../../../../../_components/status.tsx';
import { followSubmission } from '../../submit/follow.ts';
import { Points } from './points.tsx';
import { ScoreLine } from './score-line.tsx';
import { shareText } from './score-scale.ts';
import { verdictOf } from './verdict.ts';
import { WhatNext } from './what-next.tsx';

type Props = {
  kind: AnyManifest['kind'];
  initial: SubmissionView;
  baselines: { name: string; score: number }[];
  attemptsLeft: number | null;
};

/** The result, which follows the grading while there is something to follow. A reload starts from what is known then. */
export function LiveResult({ kind, initial, baselines, attemptsLeft }: Props) {
  const { view, interrupted } = useSubmission(initial);
  const verdict = verdictOf(view);
  const metric = view.metric?.name ?? 'Score';
  const marks = [
    ...baselines,
    ...(view.score.public === null
      ? []
      : [
          {
            name: view.improved === false ? 'Your best so far' : 'This submission',
            score: view.score.public,
            own: true,
          },
        ]),
  ];
  return (
    <div className="space-y-10">
      <section aria-label="Result">
        <Status tone={verdict.tone} filled>
          {verdict.word}
        </Status>
        <p className="mt-3 max-w-measure font-serif text-2xl leading-snug break-words whitespace-pre-wrap">
          {verdict.sentence}
        </p>
        <LiveStatus>{`${verdict.word}. ${verdict.sentence}`}</LiveStatus>
        {interrupted && (
          <p className="mt-2 text-sm text-warn">
            The connection is interrupted. The grading goes on, and this page tries again.
          </p>
        )}
      </section>
      {view.tests.length > 0 && <Points tests={view.tests} points={view.points} maxPoints={view.maxPoints} />}
      {view.score.public !== null && (
        <section aria-labelledby="score">
          <h2 id="score" className="text-xl">
            {metric} on the public test data
          </h2>
          <p className="mt-1 mb-4 max-w-measure text-sm text-ink-soft">
            Measured on data you do not hold. Points are given on a second, private part of it.
          </p>
          {view.improved === false && (
            <p className="mb-4 max-w-measure">
              This submission is not measurably better than your best so far, {shareText(view.score.public)}, which
              stays. A smaller difference can be chance: if each were told, guesses at the hidden answers would add up
              and no score could be trusted. Your points are not touched by this.
            </p>
          )}
          <ScoreLine metric={metric} marks={marks} />
        </section>
      )}
      {view.metric && view.score.private !== null && (
        <section aria-labelledby="private-score">
          <h2 id="private-score" className="text-xl">
            {metric} on the private test data
          </h2>
          <p className="mt-1 font-serif text-2xl tabular-nums">{format(view.metric.id, view.score.private)}</p>
          <p className="mt-1 max-w-measure text-sm text-ink-soft">
            {view.metric.says} Your points rest on this part of the data.
          </p>
        </section>
      )}
      <WhatNext kind={kind} view={view} attemptsLeft={attemptsLeft} />
      {view.log && <Log log={view.log} />}
    </div>
  );
}

function Log({ log }: { log: string }) {
  return (
    <section aria-labelledby="console">
      <h2 id="console" className="text-xl">
        Console
      </h2>
      <p className="mt-1 mb-3 text-sm text-ink-soft">What the code wrote when the server ran it on the visible data.</p>
      <pre
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
        tabIndex={0}
        className="max-h-96 overflow-auto rounded-md bg-well px-4 py-3 font-mono text-sm whitespace-pre-wrap"
      >
        {log}
      </pre>
    </section>
  );
}

/** The submission as the server tells it, event by event, until it has a result. */
function useSubmission(initial: SubmissionView): { view: SubmissionView; interrupted: boolean } {
  const [view, setView] = useState(initial);
  const [interrupted, setInterrupted] = useState(false);
  const isDone = view.outcome !== null;
  useEffect(() => {
    if (isDone) return;
    return followSubmission(initial.id, { onView: setView, onConnection: (open) => setInterrupted(!open) });
  }, [isDone, initial.id]);
  return { view, interrupted: interrupted && !isDone };
}
