import { type Manifest, shownMetric } from '#lib/assignments/core/manifest.ts';
import type { TensorData } from '#lib/harness/protocol.ts';
import type { Prepared } from '#lib/sandbox/sandbox.ts';
import { cutText } from '#lib/text/core.ts';
import { type Collected, collect, InfrastructureFailure } from './collect.ts';
import { joinRows, type Matrix, splitRows } from './core/checkers/matrix.ts';
import { checkers, explain } from './core/checkers/registry.ts';
import { aboutHiddenData } from './core/notes.ts';
import type { RunNote } from './core/outcome.ts';
import { putRowsBack, sizeOf, takeRows, taskOf } from './core/plan.ts';
import type { Facts } from './core/score.ts';
import { judge, planTrials } from './core/trials.ts';
import type { HiddenSplit } from './datasets.ts';
import { unforeseenOrder } from './shuffle.ts';

export type Measurement = {
  note: RunNote | null;
  metrics: { split: 'public' | 'private'; metric: string; value: number }[];
  /** Of changed inputs, by the name of the test. */
  agreements?: Facts['agreements'];
  publicLosses?: Float32Array | undefined;
  cpuSeconds: number | null;
};

export type ModelFiles = { topology: string; weights: Uint8Array };

/** What a model is asked: all rows of `asked` in `order`, cut into equal parts, each put together when it is first needed. */
export type Questions = { asked: Matrix[]; order: Uint32Array; part: (i: number) => TensorData };

/** The hidden inputs, those that were changed among them, in an order that is new each time. */
export function askRows(manifest: Manifest, hidden: HiddenSplit[], parts: number): Questions {
  const asked = questionsOf(manifest, hidden);
  const order = unforeseenOrder(rowsIn(asked));
  const share = Math.ceil(order.length / parts);
  const { shape } = manifest.input;
  const made: TensorData[] = [];
  const make = (i: number): TensorData => {
    const rows = order.subarray(i * share, (i + 1) * share);
    const data = takeRows(
      asked.map((matrix) => matrix.data),
      sizeOf(shape),
      rows,
    );
    return { shape: [rows.length, ...shape], data };
  };
  return { asked, order, part: (i) => (made[i] ??= make(i)) };
}

/**
 * Asks a model and compares its answers with the labels, which stay here. Each sandbox gets the model, its weights and
 * one part of the rows.
 * @throws InfrastructureFailure for what is not the student's doing
 */
export async function measure(
  predictors: Prepared[],
  manifest: Manifest,
  model: ModelFiles,
  { asked, order, part }: Questions,
  { hidden, signal }: { hidden: HiddenSplit[]; signal: AbortSignal },
): Promise<Measurement> {
  const job = { kind: 'predict', ...model, task: taskOf(manifest) } as const;
  const said = await Promise.all(predictors.map((predictor, i) => collect(predictor, { ...job, x: part(i) }, signal)));
  const cpuSeconds = sumOf(said.map((each) => each.cpuSeconds));
  const failure = said.map((each) => (each.note ? aboutModel(each.note.code) : noteOfPrediction(each))).find(Boolean);
  const predicted = said.flatMap(({ predictions }) => predictions ?? []);
  if (failure || predicted.length < said.length) {
    return { note: failure ?? aboutHiddenData('no_result'), metrics: [], cpuSeconds };
  }
  // Each may use it up alone; together they have no more.
  if (cpuSeconds !== null && cpuSeconds > manifest.limits.predictSeconds) {
    return { note: aboutHiddenData('timeout'), metrics: [], cpuSeconds };
  }
  const answers = answersTo(asked, joinRows(predicted), order, manifest.output.shape);
  if (!answers) return { note: aboutHiddenData('wrong_output_shape'), metrics: [], cpuSeconds };
  return { ...check(manifest, answers, hidden), cpuSeconds };
}

/** Null where the system does not tell of each. */
const sumOf = (seconds: (number | null)[]) =>
  seconds.reduce((sum, each) => (sum === null || each === null ? null : sum + each), 0);

/** How many rows a model is asked for: all hidden ones, and those that are changed. */
export const rowsToPredict = (manifest: Manifest, hidden: HiddenSplit[]) => rowsIn(questionsOf(manifest, hidden));

/** The hidden splits as they are, then the changed inputs of each test. */
function questionsOf(manifest: Manifest, hidden: HiddenSplit[]): Matrix[] {
  return [...hidden.map(({ x }) => x), ...trialSets(manifest, hidden).flatMap(({ inputs }) => inputs)];
}

function trialSets({ tests }: Manifest, hidden: HiddenSplit[]) {
  const kept = hidden.find(({ split }) => split === 'private');
  return kept ? planTrials(tests, kept.x) : [];
}

const rowsIn = (parts: Matrix[]) => parts.reduce((sum, { shape }) => sum + (shape[0] ?? 0), 0);

/** Weights that do not fit and layers that are not allowed have nothing to do with the hidden data. */
function aboutModel(code: RunNote['code']): RunNote {
  const ofTheModel: RunNote['code'][] = [
    'weights_mismatch',
    'layer_not_allowed',
    'layers_over_limit',
    'not_a_model',
    'too_many_parameters',
  ];
  return ofTheModel.includes(code) ? { code, phase: 'build' } : aboutHiddenData(code);
}

function noteOfPrediction(said: Collected): RunNote | null {
  if (said.ending === 'finished') return null;
  if (said.ending === 'timeout' || said.ending === 'out_of_memory') return aboutHiddenData(said.ending);
  // No student code was there to end it or to say too much.
  throw new InfrastructureFailure(`The prediction ended as ${said.ending}. ${cutText(said.log, 1000)}`);
}

/** The outputs for each question, in their order; null where they have another shape than they should. */
function answersTo(asked: Matrix[], said: Matrix, order: Uint32Array, output: number[]): Matrix[] | null {
  const shape = [order.length, ...output];
  const width = sizeOf(output);
  if (said.shape.join() !== shape.join() || said.data.length !== order.length * width) return null;
  return splitRows({ shape, data: putRowsBack(said.data, width, order) }, asked);
}

function check(manifest: Manifest, answers: Matrix[], hidden: HiddenSplit[]): Omit<Measurement, 'cpuSeconds'> {
  const metrics: Measurement['metrics'] = [];
  let publicLosses: Float32Array | undefined;
  for (const [i, { split, y }] of hidden.entries()) {
    const part = answers[i] ?? { shape: [0], data: new Float32Array() };
    for (const metric of metricsOf(manifest)) {
      const measured = checkers[metric].measure(part, y);
      if (!measured.ok) {
        if (measured.why !== 'labels_unfit') return { note: aboutHiddenData(measured.why), metrics: [] };
        throw new InfrastructureFailure(`On the ${split} split: ${explain(metric, measured)}`);
      }
      metrics.push({ split, metric, value: measured.value });
      if (split === 'public' && metric === shownMetric(manifest)) publicLosses = measured.losses;
    }
  }
  return { note: null, metrics, publicLosses, agreements: agreementsOf(manifest, answers, hidden) };
}

const metricsOf = (manifest: Manifest) => [
  ...new Set(manifest.tests.flatMap((test) => (test.kind === 'metric' ? [test.metric] : []))),
];

function agreementsOf(manifest: Manifest, answers: Matrix[], hidden: HiddenSplit[]): Facts['agreements'] {
  const before = answers[hidden.findIndex(({ split }) => split === 'private')];
  const changed = answers.slice(hidden.length);
  const agreements: NonNullable<Facts['agreements']> = {};
  for (const set of trialSets(manifest, hidden)) {
    const found = before && judge(set, before, changed.splice(0, set.inputs.length));
    if (!found) throw new InfrastructureFailure(`The test "${set.test.name}" has nothing to compare.`);
    agreements[set.test.name] = found;
  }
  return agreements;
}
