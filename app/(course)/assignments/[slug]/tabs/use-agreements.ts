'use client';
import { useEffect, useEffectEvent, useState } from 'react';
import type { Manifest } from '#lib/assignments/core/manifest.ts';
import { joinRows, splitRows } from '#lib/grading/core/checkers/matrix.ts';
import type { Facts } from '#lib/grading/core/score.ts';
import { judge, planTrials } from '#lib/grading/core/trials.ts';
import type { Split } from '#lib/harness/protocol.ts';
import type { Runs } from '../run/use-runs.ts';

type Found = { of: object; agreements: Facts['agreements'] };

/** The tests of changed inputs, tried on the validation data with the model of the last run, once it can be asked. */
export function useAgreements(tests: Manifest['tests'], runs: Runs, validation: Split | null): Facts['agreements'] {
  const [found, setFound] = useState<Found | null>(null);
  const { predictions } = runs.state;
  const canAsk = runs.ready && validation !== null && predictions !== null;

  const ask = useEffectEvent(async (): Promise<Found | null> => {
    const sets = validation ? planTrials(tests, validation.x) : [];
    if (!predictions || sets.length === 0) return null;
    const inputs = sets.flatMap((set) => set.inputs);
    const answers = splitRows(await runs.predict(joinRows(inputs)), inputs);
    const agreements: NonNullable<Facts['agreements']> = {};
    for (const set of sets) {
      const agreement = judge(set, predictions, answers.splice(0, set.inputs.length));
      if (agreement) agreements[set.test.name] = agreement;
    }
    return { of: predictions, agreements };
  });

  useEffect(() => {
    if (!canAsk) return;
    let left = false;
    // A worker that ended meanwhile leaves the tests unmeasured: the next run measures them.
    ask().then(
      (result) => left || setFound(result),
      () => {},
    );
    return () => {
      left = true;
    };
  }, [canAsk]);

  return found && found.of === predictions ? found.agreements : undefined;
}
