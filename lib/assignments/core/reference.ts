import { startSeconds } from '#lib/grading/core/plan.ts';
import type { FunctionsManifest, Manifest } from './manifest.ts';

/** One training and grading of the reference solution, as exactly as two of them can be compared. */
export type ReferenceRun = {
  metrics: { split: string; metric: string; value: number }[];
  /** SHA-256 of the trained weights. */
  weights: string;
  /** Processor seconds of training and of prediction; null where the system does not tell. */
  cpuSeconds: { train: number | null; predict: number | null };
  /** The most that one of its processes was seen to hold; null likewise. */
  memoryMiB: number | null;
};

/** Of a limit, what the reference may use: the rest is for slower machines, larger models of students, unseen peaks. */
const shareForReference = 0.5;

/** Where two runs with the same seed differ, a sentence for each difference. */
export function differences(first: ReferenceRun, second: ReferenceRun): string[] {
  const metrics = changed(first, second).map(
    ({ name, value, again }) =>
      `Trained twice with the same seed, its ${name} was ${value} and then ${again}. ${seedRemedy}`,
  );
  if (metrics.length > 0 || first.weights === second.weights) return metrics;
  return [`Trained twice with the same seed, it gave two sets of weights of the same score. ${seedRemedy}`];
}

/** Where a training and the same weights handed in with the code differ: most students hand in so. */
export const differencesHandedIn = (trained: ReferenceRun, handedIn: ReferenceRun): string[] =>
  changed(trained, handedIn).map(
    ({ name, value, again }) =>
      `Its ${name} was ${value} after training and ${again} with the same weights handed in. ` +
      'Let createModel() build the same model each time.',
  );

const changed = (first: ReferenceRun, second: ReferenceRun) =>
  first.metrics.flatMap(({ split, metric, value }) => {
    const again = second.metrics.find((one) => one.split === split && one.metric === metric)?.value;
    return Object.is(value, again) ? [] : [{ name: `${split} ${metric}`, value, again }];
  });

const seedRemedy =
  'Draw chance from Math.random alone, which is seeded, and let nothing depend on how long a step takes.';

type Limits = Manifest['limits'] | FunctionsManifest['limits'];

/** Which limits of time and memory leave too little room above the reference, a sentence for each. */
export function overruns(run: ReferenceRun, limits: Limits): string[] {
  const memory = overrun('Its largest process', run.memoryMiB, memoryKept, limits.memoryMiB);
  return [...overrunsOfTime(run, limits), memory].filter((problem) => problem !== null);
}

function overrunsOfTime({ cpuSeconds }: ReferenceRun, limits: Limits): (string | null)[] {
  if ('callSeconds' in limits) return [overrunOfCalls(cpuSeconds, limits.callSeconds)];
  return [
    overrun('Training', cpuSeconds.train, timeOf('trainSeconds'), limits.trainSeconds),
    overrun('Prediction', cpuSeconds.predict, timeOf('predictSeconds'), limits.predictSeconds),
  ];
}

/** Both times, with the visible and with the hidden arguments; the process's own start is not the student's. */
function overrunOfCalls({ train, predict }: ReferenceRun['cpuSeconds'], limit: number): string | null {
  const used = [train, predict].map((seconds) => seconds && Math.max(0, seconds - startSeconds));
  const worst = used.includes(null) ? null : Math.max(...used.map((seconds) => seconds ?? 0));
  return overrun('Calling', worst, timeOf('callSeconds'), limit);
}

type Kept = { field: string; verb: string; what: string; unit: string; digits: number };

const timeOf = (field: string): Kept => ({ field, verb: 'took', what: 'processor time', unit: 's', digits: 1 });
const memoryKept: Kept = { field: 'memoryMiB', verb: 'held', what: 'memory', unit: 'MiB', digits: 0 };

function overrun(step: string, used: number | null, kept: Kept, limit: number): string | null {
  const { field, verb, what, unit, digits } = kept;
  if (used === null) return `${step}: ${what} cannot be measured on this system. Check on Linux.`;
  const allowed = limit * shareForReference;
  if (used <= allowed) return null;
  const enough = Math.ceil(used / shareForReference);
  return (
    `${step} ${verb} ${used.toFixed(digits)} ${unit} of ${what}, more than ${allowed} ${unit}, half of limits.${field} ` +
    `(${limit} ${unit}): a slower machine or a somewhat larger model would not pass. Set limits.${field} to ${enough} or ` +
    'more, or do less work.'
  );
}
