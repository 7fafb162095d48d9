import { startSeconds } from '#lib/grading/core/plan.ts';
import type { FunctionsManifest, Manifest } from './manifest.ts';

/** One training and grading of the reference solution, as exactly as two of them can be compared. */
export type ReferenceRun = {
  metrics: { split: string; metric: string; value: number }[];
  /** SHA-256 of the trained weights. */
  weights: string;
  /** Processor seconds of training and of prediction; null where the system does not tell. */
  cpuSeconds: { train: number | null; predict: number | null };
};

/** Of a limit, what the reference may use: the rest is for slower machines and larger models of students. */
const shareForReference = 0.5;

/** Where two runs with the same seed differ, a sentence for each difference. */
export function differences(first: ReferenceRun, second: ReferenceRun): string[] {
  const metrics = first.metrics.flatMap(({ split, metric, value }) => {
    const again = second.metrics.find((one) => one.split === split && one.metric === metric)?.value;
    return Object.is(value, again)
      ? []
      : [`Trained twice with the same seed, its ${split} ${metric} was ${value} and then ${again}. ${seedRemedy}`];
  });
  if (metrics.length > 0 || first.weights === second.weights) return metrics;
  return [`Trained twice with the same seed, it gave two sets of weights of the same score. ${seedRemedy}`];
}

const seedRemedy =
  'Draw chance from Math.random alone, which is seeded, and let nothing depend on how long a step takes.';

type Limits = Manifest['limits'] | FunctionsManifest['limits'];

/** Which limits of time leave too little room above the reference, a sentence for each. */
export function overruns({ cpuSeconds }: ReferenceRun, limits: Limits): string[] {
  if ('callSeconds' in limits) return overrunsOfCalls(cpuSeconds, limits.callSeconds);
  return [
    overrun('Training', cpuSeconds.train, 'trainSeconds', limits.trainSeconds),
    overrun('Prediction', cpuSeconds.predict, 'predictSeconds', limits.predictSeconds),
  ].filter((problem) => problem !== null);
}

/** Both times, with the visible and with the hidden arguments; the process's own start is not the student's. */
function overrunsOfCalls({ train, predict }: ReferenceRun['cpuSeconds'], limit: number): string[] {
  const used = [train, predict].map((seconds) => seconds && Math.max(0, seconds - startSeconds));
  const worst = used.includes(null) ? null : Math.max(...used.map((seconds) => seconds ?? 0));
  return [overrun('Calling', worst, 'callSeconds', limit)].filter((problem) => problem !== null);
}

function overrun(step: string, used: number | null, field: string, limit: number): string | null {
  if (used === null) return `${step}: processor time cannot be measured on this system. Check on Linux.`;
  const allowed = limit * shareForReference;
  if (used <= allowed) return null;
  const enough = Math.ceil(used / shareForReference);
  return (
    `${step} took ${used.toFixed(1)} s of processor time, more than ${allowed} s, half of limits.${field} (${limit} s): ` +
    `a slower machine or a somewhat larger model would not pass. Set limits.${field} to ${enough} or more, or do less work.`
  );
}
