import type { LayersModel, Tensor } from '@tensorflow/tfjs';
import { unpack } from '#lib/grading/core/value.ts';
import type { BackendInfo } from './backend.ts';
import { callAll } from './call.ts';
import { compile, evaluate, exportedFunction, lineOf, type TfModule } from './compile.ts';
import { captureConsole } from './console.ts';
import { evaluateExpression } from './expression.ts';
import { Fault, noteFor, type Phase, StopSignal } from './fault.ts';
import { watchFit } from './fit.ts';
import { checkModel, describeModel, loadModel, predictAll } from './model.ts';
import type { Emit, Job, Split, Task, TensorData } from './protocol.ts';
import { withinReason } from './reason.ts';
import { createReporter, type Reporter } from './report.ts';
import { seedGlobals } from './seeding.ts';
import { exportWeights, importWeights } from './weights.ts';

export type Harness = {
  /** Runs one job and says everything through `emit`, `done` last. Never rejects. One at a time. */
  run(job: Job): Promise<void>;
  /** Asks the running job to end after the current batch. */
  stop(): void;
  /** For a process whose event loop ran dry: the student's promise will never settle. Ends the job as a failure. */
  abandon(): void;
};

export type HarnessOptions = {
  tf: TfModule;
  emit: Emit;
  backend: BackendInfo;
  /** Called at every pause between batches: a sign of life for whoever waits for Stop to be obeyed. */
  beat?: () => void;
};

/** What a run leaves behind for `evaluate` and `apply`. */
type LastRun = {
  /** With the task that it is for; null where functions were called. */
  fitted: { model: LayersModel; task: Task } | null;
  data: StudentData | null;
  exports: Record<string, unknown>;
};
type StudentData = { train: { x: Tensor; y: Tensor }; validation: { x: Tensor; y: Tensor } };

/**
 * `stopRequested` may come before there is anything to stop; `stopped` says that it cut the training short; `restore`
 * puts back what the job changed in the global scope.
 */
type JobState = { phase: Phase; stopRequested: boolean; stopped: boolean; restore: (() => void)[] };

/** Runs students' work, the same in the browser's worker and in the server's sandbox. The backend is already started. */
export function createHarness({ tf, emit, backend, beat }: HarnessOptions): Harness {
  // Student code may replace the globals' clock; ours was taken before it came.
  const now = performance.now.bind(performance);
  const pause = createPause(beat);
  let last: LastRun | null = null;
  let reporter: Reporter | null = null;
  let current: JobState | null = null;

  async function run(job: Job): Promise<void> {
    if (current) throw new Error('The harness runs one job at a time.');
    const state: JobState = { phase: phaseOf(job), stopRequested: false, stopped: false, restore: [] };
    current = state;
    if (job.kind !== 'predict') state.restore.push(captureConsole(isHidden(job) ? () => {} : emit));
    try {
      await dispatch(job, state);
    } catch (error) {
      if (current === state) emit({ type: 'failure', note: noteFor(error, state.phase, lineOf) });
    } finally {
      if (current === state) finish(state);
    }
  }

  function finish({ restore, stopped }: JobState) {
    for (const undo of restore.reverse()) undo();
    current = null;
    reporter = null;
    emit({ type: 'done', stopped });
  }

  async function dispatch(job: Job, state: JobState): Promise<void> {
    if (job.kind === 'evaluate') return evaluateJob(job.expression);
    if (job.kind === 'apply') return applyJob(job.x);
    emit({ type: 'backend', ...backend });
    if (job.kind === 'predict') return predictJob(job);
    if (job.kind === 'call') return callJob(job, state);
    if (job.kind === 'load') return loadJob(job);
    forgetLast();
    state.restore.push(seedGlobals(job.seed));
    emit({ type: 'phase', phase: 'building' });
    const { exports, model } = build(job.code, job.task);
    if (job.kind === 'train') return trainJob(job, exports, model, state);
    // Here, on visible data, it may be said what does not fit.
    if (job.weights) importWeights(tf, model, job.weights);
    model.dispose();
  }

  function build(code: string, task: Task) {
    const exports = evaluate(compile(code), tf);
    const createModel = exportedFunction(exports, 'createModel');
    exportedFunction(exports, 'train');
    const model = checkModel(tf, withinReason(tf, task, createModel), task);
    emit(describeModel(model, task));
    return { exports, model };
  }

  async function trainJob(
    job: Job & { kind: 'train' },
    exports: Record<string, unknown>,
    model: LayersModel,
    state: JobState,
  ): Promise<void> {
    state.phase = 'train';
    const data = tensorsFor(job);
    last = { fitted: { model, task: job.task }, data, exports };
    const mine = createReporter({ tf, emit, model, quick: job.quick, now, pause });
    reporter = mine;
    const fitGoing = watchFit(tf, model, mine, job.quick);
    emit({ type: 'phase', phase: 'preparing' });
    await pause();
    if (state.stopRequested) mine.stop();
    try {
      await exportedFunction(exports, 'train')(model, data, mine.report);
      await waitForFit(fitGoing);
    } catch (error) {
      if (!(error instanceof StopSignal)) throw error;
    }
    state.stopped = mine.stopping;
    emit({ type: 'weights', epoch: Math.max(0, mine.epochsDone - 1), final: true, bytes: await exportWeights(model) });
    emit({ type: 'phase', phase: 'testing' });
    await pause();
    const { shape, data: values } = await predictAll(tf, model, job.validation.x, job.task);
    emit({ type: 'predictions', split: 'validation', shape, data: values });
  }

  /** A `fit` without `await` is still training when `train` is over: its weights would be those of half a run. */
  async function waitForFit(going: () => Promise<unknown> | null): Promise<void> {
    if (!going()) return;
    emit({ type: 'log', level: 'warn', text: 'train ended before fit did: write "await model.fit(…)".' });
    while (going()) await going();
  }

  function tensorsFor({ train, validation, quick }: Job & { kind: 'train' }): StudentData {
    const tensors = ({ x, y }: Split) => ({ x: tf.tensor(x.data, x.shape), y: tf.tensor(y.data, y.shape) });
    return { train: tensors(quick ? everyTenth(train) : train), validation: tensors(validation) };
  }

  async function callJob(job: Job & { kind: 'call' }, state: JobState): Promise<void> {
    forgetLast();
    const args = unpack(job.args);
    if (!Array.isArray(args)) throw new Error('The arguments of the calls are not packed.');
    state.restore.push(seedGlobals(job.seed));
    emit({ type: 'phase', phase: 'building' });
    const exports = evaluate(compile(job.code), tf);
    last = { fitted: null, data: null, exports };
    emit({ type: 'phase', phase: 'testing' });
    const lists = args.map((list) => (Array.isArray(list) ? list : []));
    await callAll({ tf, emit, exports, job, args: lists, pause, stopping: () => state.stopRequested });
    state.stopped = state.stopRequested;
  }

  async function predictJob(job: Job & { kind: 'predict' }): Promise<void> {
    emit({ type: 'phase', phase: 'building' });
    const model = await loadModel(tf, job.topology, job.weights, job.task);
    emit(describeModel(model, job.task));
    emit({ type: 'phase', phase: 'testing' });
    const { shape, data } = await predictAll(tf, model, job.x, job.task);
    emit({ type: 'predictions', split: 'hidden', shape, data });
    model.dispose();
  }

  async function loadJob(job: Job & { kind: 'load' }): Promise<void> {
    forgetLast();
    const model = await loadModel(tf, job.topology, job.weights, job.task);
    last = { fitted: { model, task: job.task }, data: null, exports: {} };
    emit(describeModel(model, job.task));
  }

  async function evaluateJob(expression: string): Promise<void> {
    const ofModel = last?.fitted ? { model: last.fitted.model, data: last.data } : {};
    const scope = { ...last?.exports, ...ofModel };
    emit({ type: 'value', text: await evaluateExpression(expression, { ...scope, tf }) });
  }

  async function applyJob(x: TensorData): Promise<void> {
    if (!last?.fitted) throw new Fault('no_result', 'There is no trained model yet: run your code first.');
    const { shape, data } = await predictAll(tf, last.fitted.model, x, last.fitted.task);
    emit({ type: 'predictions', split: 'input', shape, data });
  }

  function forgetLast() {
    if (!last) return;
    const { fitted, data } = last;
    last = null;
    if (data) tf.dispose([data.train.x, data.train.y, data.validation.x, data.validation.y]);
    fitted?.model.dispose();
  }

  return {
    run,
    stop() {
      if (current) current.stopRequested = true;
      reporter?.stop();
    },
    abandon() {
      if (!current) return;
      const note = { code: 'never_settled', phase: current.phase } as const;
      emit({ type: 'failure', note });
      finish(current);
    },
  };
}

const isHidden = (job: Job) => job.kind === 'call' && job.hidden;

function phaseOf(job: Job): Phase {
  const { kind } = job;
  if (kind === 'predict' || isHidden(job)) return 'predict';
  return kind === 'evaluate' || kind === 'apply' ? 'train' : 'build';
}

/** Every tenth row: a tenth of each class even where the rows are sorted. */
function everyTenth({ x, y }: Split): Split {
  return { x: rowsOf(x), y: rowsOf(y) };
}

function rowsOf({ shape, data }: TensorData): TensorData {
  const [rows = 0, ...rest] = shape;
  const size = rest.reduce((product, n) => product * n, 1);
  const kept = Math.ceil(rows / 10);
  const tenth = new Float32Array(kept * size);
  for (let i = 0; i < kept; i++) tenth.set(data.subarray(i * 10 * size, (i * 10 + 1) * size), i * size);
  return { shape: [kept, ...rest], data: tenth };
}

/** Lets waiting messages in. In the browser `setImmediate` is ours (`browser-globals.ts`). */
function createPause(beat: () => void = () => {}): () => Promise<void> {
  const immediate = setImmediate; // ours, whatever student code makes of the global
  return () =>
    new Promise((resolve) => {
      beat();
      immediate(resolve);
    });
}
