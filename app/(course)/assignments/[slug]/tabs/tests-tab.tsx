'use client';
import { useEffect, useState } from 'react';
import { type Manifest, shownMetric } from '#lib/assignments/core/manifest.ts';
import type { Metric } from '#lib/grading/core/checkers/metric.ts';
import { checkers } from '#lib/grading/core/checkers/registry.ts';
import { type Facts, scoreTests } from '#lib/grading/core/score.ts';
import type { Split } from '#lib/harness/protocol.ts';
import { EmptyState } from '../../../../_components/empty-state.tsx';
import { Notice } from '../../../../_components/notice.tsx';
import { Status } from '../../../../_components/status.tsx';
import { isLive } from '../run/run-state.ts';
import type { Runs } from '../run/use-runs.ts';
import { useAgreements } from './use-agreements.ts';

/** The server's checks, by the server's own code, on the data that the student holds anyway. */
export function TestsTab({ manifest, runs }: { manifest: Manifest; runs: Runs }) {
  const [validation, setValidation] = useState<Split | null>(null);
  const { state, current, getData } = runs;
  const hasPredictions = state.predictions !== null;
  // The labels are fetched with the data, which a run has done already.
  useEffect(() => {
    if (hasPredictions)
      getData().then(
        (data) => setValidation(data.validation),
        () => {},
      );
  }, [hasPredictions, getData]);

  const agreements = useAgreements(manifest.tests, runs, validation);
  const measured = factsOf(manifest, runs, validation);
  const facts = measured && { ...measured, agreements };
  if (isLive(state)) return <p className="text-ink-soft">The tests come after training.</p>;
  if (!facts) {
    return (
      <EmptyState title="Not tested yet">
        After a run, the assignment's tests are made here on the validation data, for practice.
      </EmptyState>
    );
  }
  return (
    <div className="space-y-4">
      <Notice title="Practice, on validation data">
        {current ? `Run ${current.number}. ` : ''}The grade is measured on other digits and can differ.
      </Notice>
      <ul className="divide-y divide-rule">
        {scoreTests(manifest, facts, 'validation').map((test) => (
          <li key={test.name} className="py-3">
            <div className="flex flex-wrap items-baseline justify-between gap-x-3">
              <span className="font-[550]">{practised(test.name)}</span>
              <Status tone={test.passed ? 'good' : 'bad'}>
                {test.passed ? 'passed' : 'not passed'}, {test.points} of {test.maxPoints}
              </Status>
            </div>
            <p className="text-sm text-ink-soft">{test.message}</p>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** A test is named after hidden data; here it is another. */
const practised = (name: string) => name.replace(/\b(private|public) test \w+/i, 'validation data');

function factsOf(manifest: Manifest, { state, current }: Runs, validation: Split | null): Facts | null {
  if (state.note) return { parameters: state.model?.parameters ?? null, metrics: {}, note: state.note };
  const { model, predictions } = state;
  if (!model) return null;
  const metrics: Facts['metrics'] = {};
  const flaws: NonNullable<Facts['flaws']> = {};
  const measured = (metric: Metric) => {
    // A run from before the reload: only its first metric was kept.
    if (!predictions || !validation)
      return metric === shownMetric(manifest) ? (current?.score ?? undefined) : undefined;
    const result = checkers[metric].measure(predictions, validation.y);
    if (!result.ok) flaws[metric] = result.why;
    return result.ok ? result.value : undefined;
  };
  for (const test of manifest.tests) {
    if (test.kind !== 'metric') continue;
    const value = measured(test.metric);
    if (value !== undefined) metrics[test.split] = { ...metrics[test.split], [test.metric]: value };
  }
  return { parameters: model.parameters, metrics, note: null, flaws };
}
