'use client';
import { useEffect, useState } from 'react';
import { listRuns } from '../../run/run-store.ts';

/** Carries the curves of the run that this code came from, where this browser has kept it. @param scope whose runs */
export function CurvesField({ scope, code }: { scope: string | null; code: string }) {
  const [curves, setCurves] = useState('');
  useEffect(() => {
    if (scope === null) return;
    let isCurrent = true;
    void listRuns(scope).then((runs) => {
      const run = runs.findLast((each) => each.code === code && each.epochs.length > 0);
      const points = run?.epochs.slice(-1000).map(({ epoch, logs }) => ({ epoch, logs: finite(logs) }));
      if (isCurrent && points) setCurves(JSON.stringify(points));
    });
    return () => {
      isCurrent = false;
    };
  }, [scope, code]);
  return <input type="hidden" name="curves" value={curves} readOnly />;
}

/** JSON knows no NaN: a loss that burst is left out. */
const finite = (logs: Record<string, number>) =>
  Object.fromEntries(Object.entries(logs).filter(([, value]) => Number.isFinite(value)));
