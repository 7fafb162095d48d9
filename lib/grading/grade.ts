import { availableParallelism } from 'node:os';
import { setImmediate } from 'node:timers/promises';
import type { Work } from '#db/queries/grading-runs.ts';
import type { Manifest } from '#lib/assignments/core/manifest.ts';
import { totalPoints } from '#lib/assignments/core/manifest.ts';
import { Fault } from '#lib/harness/fault.ts';
import type { Job, Split } from '#lib/harness/protocol.ts';
import { readTopology } from '#lib/harness/topology.ts';
import type { Limits } from '#lib/sandbox/isolate.ts';
import type { Prepared } from '#lib/sandbox/sandbox.ts';
import { storable } from '#lib/text/core.ts';
import { type Collected, collect } from './collect.ts';
import { aboutVisibleData, outcomeOf } from './core/notes.ts';
import type { Outcome, RunNote } from './core/outcome.ts';
import { stepLimits, taskOf } from './core/plan.ts';
import { type Facts, scoreTests, totalOf } from './core/score.ts';
import type { TestView } from './core/view.ts';
import type { HiddenSplit } from './datasets.ts';
import { askRows, type Measurement, measure, type Questions, rowsToPredict } from './measure.ts';
import { countParameters } from './submission.ts';

/** A submission to an assignment about a model. */
export type ModelWork = Pick<Work, 'code' | 'weights'> & { manifest: Manifest };

/** Where a grade's processes come from. */
export type Processes = {
  prepare(limits: Limits): Prepared;
  /** One that waits and that no grade needs before others can be up. Without: there are never any. */
  spare?(limits: Limits): Prepared | undefined;
};

/** Where a grade runs: everything it needs, and no database. */
export type Bench = {
  sandbox: Processes;
  hidden: HiddenSplit[];
  /** Present where the server trains. */
  visible: { train: Split; validation: Split } | null;
  signal: AbortSignal;
  /** Nobody waits: the lowest priority for every step. */
  background: boolean;
};

export type Grade = {
  outcome: Exclude<Outcome, 'infra_error'>;
  note: RunNote | null;
  tests: TestView[];
  points: number;
  maxPoints: number;
  /** Exact: what of it a student is shown, the Ladder decides. */
  publicScore: number | null;
  /** Of the metric in `publicScore`, one a row; null where nothing was measured. */
  publicLosses: Float32Array | null;
  metrics: Measurement['metrics'];
  /** Console of the run on visible data. */
  log: string;
  /** Milliseconds of each step, for the log of the grader. */
  took: Record<string, number>;
  /** As trained, or as handed in; null where there was no model to measure. */
  weights: Uint8Array | null;
  /** Processor seconds of all sandboxes, as far as they ran and the system tells. */
  cpuSeconds: { build: number | null; predict: number | null };
};

/**
 * Grades one submission. Student code runs in a first sandbox, on visible data, and yields topology and weights; a
 * second one, without student code, loads them and predicts on the hidden inputs, and where a third is to spare each does
 * half of that; the labels are met here. Their deaths are not waited for.
 * @throws InfrastructureFailure for what is not the student's doing
 */
export async function gradeSubmission(work: ModelWork, bench: Bench): Promise<Grade> {
  const rows = rowsToPredict(work.manifest, bench.hidden);
  const limits = stepLimits(work.manifest, rows);
  const builder = bench.sandbox.prepare(bench.visible ? limits.train : atPriority(limits.build, bench));
  // Started now, so that it has loaded everything by the time there is a model; after a training it would be stale.
  const predictors = preparePredictors(atPriority(limits.predict, bench), rows, bench);
  try {
    return await gradeWith(builder, predictors, work, bench);
  } finally {
    for (const process of [builder, ...predictors]) void process.discard();
  }
}

/** Fewer are predicted before two processes have their model. */
const rowsToShare = 2000;

function preparePredictors(limits: Limits, rows: number, { sandbox }: Bench): Prepared[] {
  const first = sandbox.prepare(limits);
  const shared = rows >= rowsToShare && availableParallelism() > 1;
  const second = shared ? sandbox.spare?.(limits) : undefined;
  return second ? [first, second] : [first];
}

async function gradeWith(builder: Prepared, predictors: Prepared[], work: ModelWork, bench: Bench): Promise<Grade> {
  const took: Grade['took'] = {};
  const [built, questions] = await Promise.all([
    timed(took, 'build', () => buildModel(builder, work, bench)),
    ask(predictors, work, bench),
  ]);
  if ('note' in built) return conclude(work.manifest, { ...built, took });
  const parameters = countParameters(built.weights);
  if (parameters > work.manifest.limits.parameters) {
    const note: RunNote = { code: 'too_many_parameters', phase: 'build' };
    return conclude(work.manifest, { log: built.log, note, parameters, took });
  }
  const measured = await timed(took, 'predict', () =>
    measure(predictors, work.manifest, { topology: built.topology, weights: built.weights }, questions, bench),
  );
  const cpuSeconds = { build: built.cpuSeconds, predict: measured.cpuSeconds };
  return conclude(work.manifest, {
    ...measured,
    parameters,
    log: built.log,
    took,
    weights: built.weights,
    cpuSeconds,
  });
}

/**
 * Sends the questions while the model is built, unless that is a training: until its end they would only lie there. One
 * part is on its way while the next is put together.
 */
async function ask(predictors: Prepared[], { manifest }: ModelWork, { hidden, visible }: Bench): Promise<Questions> {
  const questions = askRows(manifest, hidden, predictors.length);
  if (visible) return questions;
  for (const [i, predictor] of predictors.entries()) {
    predictor.sendAhead(questions.part(i));
    await setImmediate();
  }
  return questions;
}

async function timed<T>(took: Record<string, number>, step: string, run: () => Promise<T>): Promise<T> {
  const start = performance.now();
  const result = await run();
  took[step] = Math.round(performance.now() - start);
  return result;
}

type Built = { topology: string; weights: Uint8Array; log: string; cpuSeconds: number | null };
type Failed = { note: RunNote; log: string };

/** The first sandbox: the student's code, and data that the student has anyway. */
async function buildModel(builder: Prepared, work: ModelWork, { visible, signal }: Bench): Promise<Built | Failed> {
  const { code, weights, manifest } = work;
  const common = { code, task: taskOf(manifest), seed: manifest.seed };
  const phase = visible ? 'train' : 'build';
  const job: Job = visible
    ? { kind: 'train', ...common, ...visible, quick: false }
    : { kind: 'build', ...common, ...(weights ? { weights } : {}) };
  const said = await collect(builder, job, signal);
  const note = said.note ? aboutVisibleData(said.note, phase) : noteOfEnding(said, phase);
  if (note) return { note, log: said.log };
  return checkModel(said, visible ? said.weights : weights, phase, manifest);
}

/** Rules are checked on what came out, here: the process that made it shared its memory with student code. */
function checkModel(
  { topology, log, cpuSeconds }: Collected,
  weights: Uint8Array | null,
  phase: 'build' | 'train',
  { limits }: Manifest,
): Built | Failed {
  if (topology === null) return { note: { code: 'no_result', phase }, log };
  if (weights === null) return { note: { code: 'weights_missing', phase }, log };
  try {
    readTopology(topology, limits.layers);
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    // The names in it come from JSON, which may spell what no text of an event holds.
    return { note: { code: error.code, phase: 'build', detail: storable(error.message) }, log };
  }
  try {
    countParameters(weights);
  } catch {
    return { note: { code: 'weights_mismatch', phase }, log };
  }
  return { topology, weights, log, cpuSeconds };
}

type Conclusion = {
  note: RunNote | null;
  log: string;
  took: Grade['took'];
  parameters?: number;
  metrics?: Grade['metrics'];
  agreements?: Facts['agreements'];
  publicLosses?: Float32Array | undefined;
  weights?: Uint8Array;
  cpuSeconds?: Grade['cpuSeconds'];
};

function conclude(manifest: Manifest, conclusion: Conclusion): Grade {
  const { note, log, took, parameters, metrics = [], publicLosses = null, weights = null, agreements } = conclusion;
  const facts: Facts = { parameters: parameters ?? null, metrics: {}, note, agreements };
  for (const { split, metric, value } of metrics) facts.metrics[split] = { ...facts.metrics[split], [metric]: value };
  const tests = scoreTests(manifest, facts);
  return {
    outcome: note ? outcomeOf(note.code) : 'graded',
    note,
    tests,
    points: totalOf(tests),
    maxPoints: totalPoints(manifest),
    publicScore: metrics.find(({ split }) => split === 'public')?.value ?? null,
    publicLosses,
    metrics,
    log,
    took,
    weights,
    cpuSeconds: conclusion.cpuSeconds ?? { build: null, predict: null },
  };
}

function noteOfEnding({ ending }: Collected, phase: 'build' | 'train'): RunNote | null {
  if (ending === 'finished') return null;
  if (ending === 'timeout' || ending === 'out_of_memory') return { code: ending, phase };
  if (ending === 'stopped_early') return { code: 'stopped_early', phase };
  // More output than allowed, or output that is not the protocol: student code wrote over it.
  return { code: 'no_result', phase };
}

const atPriority = <L extends { background: boolean }>(limits: L, bench: Bench): L => ({
  ...limits,
  background: bench.background,
});

/** Its two processes' limits, before anything is known of the code. */
export function limitsOfGrade(manifest: Manifest, hidden: HiddenSplit[]) {
  const { build, predict } = stepLimits(manifest, rowsToPredict(manifest, hidden));
  return [build, predict];
}
