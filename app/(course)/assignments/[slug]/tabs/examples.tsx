'use client';
import { useEffect, useState } from 'react';
import type { FunctionsManifest } from '#lib/assignments/core/manifest.ts';
import type { Case } from '#lib/grading/core/call-test.ts';
import { describeTest } from '#lib/grading/core/call-test.ts';
import { dealOut, describeExamples, showCall } from '#lib/grading/core/score-calls.ts';
import { EmptyState } from '../../../../_components/empty-state.tsx';
import { Notice } from '../../../../_components/notice.tsx';
import { Skeleton } from '../../../../_components/skeleton.tsx';
import { Status } from '../../../../_components/status.tsx';
import { isLive } from '../run/run-state.ts';
import type { Runs } from '../run/use-runs.ts';

type Props = { manifest: FunctionsManifest; runs: Runs };

/** What the last run's calls gave, held against the visible examples by the grader's own code. */
export function ExampleTests({ manifest, runs }: Props) {
  const { cases } = useCases(runs);
  const { state, current } = runs;
  if (isLive(state)) return <p className="text-ink-soft">The functions are being called.</p>;
  if (!cases || state.calls.length === 0) {
    return (
      <EmptyState title="Not tested yet">
        Run calls your functions with the examples and shows here what is right. The Data tab lists them.
      </EmptyState>
    );
  }
  const answered = dealOut(manifest.tests, cases, (call) => state.calls[call]);
  return (
    <div className="space-y-4">
      <Notice title="Practice, on visible examples">
        {current ? `Run ${current.number}. ` : ''}The grade calls the same functions with arguments that only the grader
        has.
      </Notice>
      <ul className="divide-y divide-rule">
        {manifest.tests.map((test) => {
          const examples = describeExamples(test, answered.get(test.name) ?? []);
          const right = examples.filter(({ passed }) => passed).length;
          return (
            <li key={test.name} className="py-3">
              <div className="flex flex-wrap items-baseline justify-between gap-x-3">
                <span className="font-[550]">{test.name}</span>
                <Status tone={right === examples.length ? 'good' : 'bad'}>
                  {right} of {examples.length} right, for {test.points} {test.points === 1 ? 'point' : 'points'}
                </Status>
              </div>
              <p className="text-sm text-ink-soft">{describeTest(test)}</p>
              <ul className="mt-1 text-sm">
                {examples
                  .filter(({ passed }) => !passed)
                  .map(({ title, message }) => (
                    <li key={title} className="break-words">
                      {title}: {message}.
                    </li>
                  ))}
              </ul>
            </li>
          );
        })}
      </ul>
    </div>
  );
}

/** The visible examples: what each function is called with, and what is right. */
export function ExampleList({ manifest, runs }: Props) {
  const { cases, problem } = useCases(runs);
  if (problem) {
    return (
      <Notice tone="bad" title="No examples">
        {problem}
      </Notice>
    );
  }
  if (!cases) return <Skeleton className="h-64 w-full" />;
  return (
    <div className="space-y-6">
      {manifest.tests.map((test) => (
        <section key={test.name} aria-label={`Examples of ${test.name}`}>
          <h2 className="text-lg">{test.name}</h2>
          <p className="mb-2 text-sm text-ink-soft">{describeTest(test)}</p>
          {cases
            .filter((one) => one.test === test.name)
            .map((one, i) => (
              <pre
                // biome-ignore lint/suspicious/noArrayIndexKey: examples have no other name, and never change
                key={i}
                // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
                tabIndex={0}
                className="mb-2 overflow-x-auto rounded-md bg-well px-3 py-2 font-mono text-xs"
              >
                {showCall(test, one)}
              </pre>
            ))}
        </section>
      ))}
    </div>
  );
}

function useCases({ getCases }: Runs) {
  const [cases, setCases] = useState<Case[] | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  // Kilobytes, and the runs share them.
  useEffect(() => {
    getCases().then(setCases, (error: Error) => setProblem(error.message));
  }, [getCases]);
  return { cases, problem };
}
