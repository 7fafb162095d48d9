import type { CustomCallbackArgs, LayersModel, Logs, Scalar } from '@tensorflow/tfjs';
import type { TfModule } from './compile.ts';
import { StopSignal } from './fault.ts';
import type { Emit } from './protocol.ts';
import { exportWeights } from './weights.ts';

/**
 * What the student passes to `fit` as `callbacks: report`, or calls by hand from a loop of their own. It draws the
 * curves, keeps the weights of every epoch and obeys Stop.
 */
export type Report = Required<Pick<CustomCallbackArgs, 'onEpochBegin' | 'onBatchEnd' | 'onEpochEnd'>>;

export type ReportOptions = {
  tf: TfModule;
  emit: Emit;
  model: LayersModel;
  /** A Quick run ends after its first epoch, also where the student writes the loop. */
  quick: boolean;
  /** Milliseconds by the real clock, which seeded code cannot see. */
  now: () => number;
  /** Lets waiting messages in, so that Stop is heard. */
  pause: () => Promise<void>;
};

/** One call of `fit`, as far as it is known beforehand. */
type Fit = { epochs: number | null; batches: number | null; epochEnded: number | null };

const batchEventEvery = 100; // ms: ten a second
const pauseEvery = 25; // ms: a Stop waits at most this long, or one batch
/** A loop whose epochs take microseconds would drown whoever listens: after so many, some are left out. */
const epochsToldAll = 200;
const epochEventEvery = 20; // ms

export type Reporter = ReturnType<typeof createReporter>;

export function createReporter(options: ReportOptions) {
  const { tf, emit, model, now, pause } = options;
  const leak = leakWatch();
  let stopping = false;
  let training = false;
  let fit: Fit | null = null;
  /** `fit` was called without `report`, and we told its epochs: the student may tell them once more afterwards. */
  let toldForStudent = false;
  let epochsDone = 0;
  let epochStart = now();
  let batchesSeen = 0;
  let lastBatchEvent = Number.NEGATIVE_INFINITY;
  let lastEpochEvent = Number.NEGATIVE_INFINITY;
  let lastPause = now();

  function onEpochBegin() {
    epochStart = now();
    batchesSeen = 0;
  }

  async function onBatchEnd(batch: number, logs?: Logs) {
    begin();
    batchesSeen = count(batch) + 1;
    if (batchEventDue()) {
      lastBatchEvent = now();
      const totals = { epochs: fit?.epochs ?? null, batches: fit?.batches ?? null };
      emit({ type: 'batch', epoch: epochsDone, batch: count(batch), ...totals, logs: numbersOf(logs), ...memory() });
    }
    if (now() - lastPause >= pauseEvery) await breathe();
    obey();
  }

  const batchEventDue = () => now() - lastBatchEvent >= batchEventEvery;

  async function onEpochEnd(epoch: number, logs?: Logs) {
    begin();
    if (alreadyTold(epoch) || endedHalfway()) return;
    if (epochEventDue()) await tellEpoch(logs);
    epochsDone++;
    epochStart = now();
    if (now() - lastPause >= pauseEvery) await breathe();
    if (options.quick && !fit) throw new StopSignal();
    obey();
  }

  const epochEventDue = () =>
    epochsDone < epochsToldAll || epochsDone + 1 === fit?.epochs || now() - lastEpochEvent >= epochEventEvery;

  async function tellEpoch(logs: Logs | undefined) {
    const epochs = fit?.epochs ?? null;
    const seconds = (now() - epochStart) / 1000;
    lastEpochEvent = now();
    emit({ type: 'epoch', epoch: epochsDone, epochs, logs: numbersOf(logs), seconds, ...memory() });
    emit({ type: 'weights', epoch: epochsDone, final: false, bytes: await exportWeights(model) });
    const growth = leak(tf.memory().numTensors);
    if (growth) emit({ type: 'leak', ...growth });
  }

  /** The same epoch, from the student's callback and from ours, in either order. */
  function alreadyTold(epoch: number): boolean {
    if (!fit) {
      const told = toldForStudent;
      toldForStudent = false;
      return told;
    }
    if (fit.epochEnded === epoch) return true;
    fit.epochEnded = epoch;
    return false;
  }

  /** Stop in the middle of an epoch: its averages are of a part, and its weights come with the end of the run. */
  const endedHalfway = () => stopping && fit !== null && (fit.batches === null || batchesSeen < fit.batches);

  /** The first sign of life ends the phase in which the backend prepares its kernels. */
  function begin() {
    if (training) return;
    training = true;
    emit({ type: 'phase', phase: 'training' });
  }

  async function breathe() {
    await pause();
    lastPause = now();
  }

  /** `fit` is asked to end by itself, so that the model stays usable; a student's own loop is left by throwing. */
  function obey() {
    if (!stopping) return;
    if (fit) model.stopTraining = true;
    else throw new StopSignal();
  }

  function memory() {
    const { numTensors, numBytes } = tf.memory();
    return { tensors: numTensors, bytes: numBytes };
  }

  const report: Report = { onEpochBegin, onBatchEnd, onEpochEnd };
  return {
    report,
    /** Whether a batch's values will be shown: on a GPU, reading them waits for everything queued before. */
    batchEventDue,
    stop() {
      stopping = true;
      if (fit) model.stopTraining = true;
    },
    /** Told by `watchFit`: what only the arguments of `fit` say. Throws when there is no more to train. */
    fitBegins(epochs: number | null, batches: number | null, studentReports: boolean) {
      if (stopping || (options.quick && epochsDone > 0)) throw new StopSignal();
      fit = { epochs: epochs && epochsDone + epochs, batches, epochEnded: null };
      toldForStudent = !studentReports;
    },
    fitEnds() {
      fit = null;
    },
    get stopping() {
      return stopping;
    },
    get epochsDone() {
      return epochsDone;
    },
  };
}

/** Numbers come from student code too: anything but a count is 0. */
const count = (value: number) => (Number.isSafeInteger(value) && value >= 0 ? value : 0);

/** Scalars of a log as numbers; a student's loop may pass tensors. */
function numbersOf(logs: Record<string, number | Scalar> | undefined): Record<string, number> {
  const entries = Object.entries(logs ?? {})
    .filter(([name]) => name !== 'batch' && name !== 'size')
    .slice(0, 20)
    .map(([name, value]) => [name.slice(0, 60), typeof value === 'number' ? value : value?.dataSync?.()[0]] as const);
  const numbers = entries.filter((entry): entry is [string, number] => typeof entry[1] === 'number');
  // An infinite loss is as lost as NaN, and only NaN travels.
  return Object.fromEntries(numbers.map(([name, value]) => [name, Number.isFinite(value) ? value : Number.NaN]));
}

const leakAfter = 3; // epochs in a row that each end with more tensors than the one before

/** Says once that the number of tensors grows from epoch to epoch. The first epoch, which allocates, does not count. */
function leakWatch() {
  let grown: number[] = [];
  let told = false;
  return (tensors: number): { tensors: number; perEpoch: number } | null => {
    const last = grown.at(-1);
    grown = last === undefined || tensors > last ? [...grown, tensors] : [tensors];
    const before = grown.at(-1 - leakAfter);
    if (told || before === undefined) return null;
    told = true;
    return { tensors, perEpoch: Math.round((tensors - before) / leakAfter) };
  };
}
