import * as tf from '@tensorflow/tfjs';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { pack, unpack, type Value } from '#lib/grading/core/value.ts';
import { mulberry32 } from '#lib/ml/random.ts';
import type { BackendInfo } from './backend.ts';
import { startWasm } from './backend.ts';
import { eventSchema, type HarnessEvent, type Job, type Split, type Task } from './protocol.ts';
import { createHarness, type Harness } from './run.ts';
import { decode, encode } from './safetensors.ts';
import { readWasm } from './wasm-file.ts';

const task: Task = { inputShape: [6, 6, 1], outputShape: [2], maxParameters: 500 };

/** Images with a bright left or right half, and which half it was. */
function halves(rows: number, seed: number): Split {
  const random = mulberry32(seed);
  const x = new Float32Array(rows * 36);
  const y = new Float32Array(rows * 2);
  for (let n = 0; n < rows; n++) {
    const right = random() < 0.5 ? 0 : 1;
    y[n * 2 + right] = 1;
    for (let i = 0; i < 36; i++) x[n * 36 + i] = random() * 0.5 + (i % 6 >= 3 === (right === 1) ? 0.5 : 0);
  }
  return { x: { shape: [rows, 6, 6, 1], data: x }, y: { shape: [rows, 2], data: y } };
}

const train = halves(120, 1);
const validation = halves(30, 2);

const model = `export function createModel(): tf.LayersModel {
  return tf.sequential({ layers: [
    tf.layers.conv2d({ inputShape: [6, 6, 1], filters: 2, kernelSize: 3, activation: 'relu' }),
    tf.layers.maxPooling2d({ poolSize: 2 }),
    tf.layers.flatten(),
    tf.layers.dropout({ rate: 0.1 }),
    tf.layers.dense({ units: 2, activation: 'softmax' }),
  ] });
}`;
const trainWith = (
  args: string,
  before = '',
  after = '',
) => `export async function train(model: tf.LayersModel, data: any, report: any) {
  model.compile({ optimizer: tf.train.adam(0.02), loss: 'categoricalCrossentropy', metrics: ['accuracy'] });
  ${before}
  await model.fit(data.train.x, data.train.y, { batchSize: 16, ${args} });
  ${after}
}`;
const file = (...parts: string[]) => ["import * as tf from '@tensorflow/tfjs';", ...parts].join('\n');
const honest = file(model, trainWith('epochs: 4, callbacks: report'));

let backend: BackendInfo;
vi.setConfig({ testTimeout: 60_000 }); // a busy machine

beforeAll(async () => {
  backend = await startWasm(tf, readWasm());
});

const jobOf = (code: string, quick = false): Job => ({ kind: 'train', code, task, seed: 7, train, validation, quick });

type Ran = { events: HarnessEvent[]; harness: Harness };

/** Runs jobs one after the other in one harness; `during` may act on each event. */
async function run(
  jobs: Job | Job[],
  during: (event: HarnessEvent, harness: Harness) => void = () => {},
): Promise<Ran> {
  const events: HarnessEvent[] = [];
  const harness = createHarness({
    tf,
    backend,
    emit: (event) => {
      events.push(eventSchema.parse(event));
      during(event, harness);
    },
  });
  for (const job of [jobs].flat()) await harness.run(job);
  return { events, harness };
}

function all<Type extends HarnessEvent['type']>({ events }: Ran, type: Type) {
  return events.filter((event): event is Extract<HarnessEvent, { type: Type }> => event.type === type);
}
function only<Type extends HarnessEvent['type']>(ran: Ran, type: Type) {
  const [event, ...more] = all(ran, type);
  if (!event || more.length) throw new Error(`${more.length + (event ? 1 : 0)} events of type ${type}.`);
  return event;
}
const noteOf = async (code: string) => only(await run(jobOf(code)), 'failure').note;

afterEach(() => expect(String(Math.random)).toContain('native code')); // a run leaves the globals as they were

describe('a training run', () => {
  it('tells everything in order, ending with done', async () => {
    const ran = await run(jobOf(honest));
    const types = ran.events.map(({ type }) => type);
    expect(types[0]).toBe('backend');
    expect(types.at(-1)).toBe('done');
    expect(all(ran, 'phase').map(({ phase }) => phase)).toEqual(['building', 'preparing', 'training', 'testing']);
    expect(all(ran, 'epoch').map(({ epoch, epochs }) => [epoch, epochs])).toEqual([
      [0, 4],
      [1, 4],
      [2, 4],
      [3, 4],
    ]);
    expect(all(ran, 'batch')[0]).toMatchObject({ epoch: 0, batch: 0, epochs: 4, batches: 8 });
    expect(all(ran, 'weights').map(({ epoch, final }) => [epoch, final])).toEqual([
      [0, false],
      [1, false],
      [2, false],
      [3, false],
      [3, true],
    ]);
    expect(only(ran, 'predictions')).toMatchObject({ split: 'validation', shape: [30, 2] });
    expect(only(ran, 'done').stopped).toBe(false);
    expect(all(ran, 'failure')).toEqual([]);
    expect(all(ran, 'leak')).toEqual([]);
  });

  it('learns', async () => {
    const ran = await run(jobOf(file(model, trainWith('epochs: 12, callbacks: report'))));
    const { data } = only(ran, 'predictions');
    const right = Array.from(
      { length: 30 },
      (_, n) => (data[n * 2] as number) > (data[n * 2 + 1] as number) === (validation.y.data[n * 2] as number) > 0,
    );
    expect(right.filter(Boolean).length).toBeGreaterThan(27);
    expect(all(ran, 'epoch').at(-1)?.logs.loss).toBeLessThan(all(ran, 'epoch')[0]?.logs.loss ?? 0);
  });

  it('describes the model, layer by layer', async () => {
    const { layers, parameters, topology } = only(await run(jobOf(honest)), 'model');
    expect(layers.map(({ className }) => className)).toEqual(['Conv2D', 'MaxPooling2D', 'Flatten', 'Dropout', 'Dense']);
    expect(layers[0]).toMatchObject({ outputShape: [null, 4, 4, 2], parameters: 20, trainable: true });
    expect(parameters).toBe(20 + 18);
    expect(JSON.parse(topology).class_name).toBe('Sequential');
  });

  it('gives the same bits for the same code and seed, and others for another seed', async () => {
    const noisy = file(
      model,
      trainWith(
        'epochs: 2, callbacks: report',
        `
      data.train.x.mul(Math.random() + new Date().getMilliseconds() / 1e4 + performance.now() / 1e6 + crypto.getRandomValues(new Uint8Array(1))[0] / 1e3);`,
      ),
    );
    const bits = async (seed: number) => {
      const ran = await run({ ...jobOf(noisy), seed } as Job);
      return [only(ran, 'predictions').data, all(ran, 'weights').at(-1)?.bytes];
    };
    expect(await bits(7)).toEqual(await bits(7));
    expect(await bits(7)).not.toEqual(await bits(8));
  });

  it('hands out weights that predict the same, in a process without the code', async () => {
    const trained = await run(jobOf(honest));
    const { topology } = only(trained, 'model');
    const weights = all(trained, 'weights').at(-1)?.bytes ?? new Uint8Array();
    const predicted = await run({ kind: 'predict', topology, weights, task, x: validation.x });
    expect(only(predicted, 'predictions')).toMatchObject({ split: 'hidden', data: only(trained, 'predictions').data });
    expect(only(predicted, 'model').parameters).toBe(38);
  });

  it('keeps the meaning of its weights where train freezes a layer', async () => {
    const frozen = file(model, trainWith('epochs: 1, callbacks: report', 'model.layers[0].trainable = false;'));
    const trained = await run(jobOf(frozen));
    const weights = all(trained, 'weights').at(-1)?.bytes ?? new Uint8Array();
    const built = await run({ kind: 'build', code: frozen, task, seed: 3 });
    const predicted = await run({
      kind: 'predict',
      topology: only(built, 'model').topology,
      weights,
      task,
      x: validation.x,
    });
    expect(only(predicted, 'predictions').data).toEqual(only(trained, 'predictions').data);
  });

  it('captures the console with the lines of the file', async () => {
    const code = file(
      "console.log('top', { a: [1, 2] });",
      model,
      trainWith('epochs: 1, callbacks: report', "console.warn(data.train.x.shape); console.error('bad');"),
    );
    const logs = all(await run(jobOf(code)), 'log');
    expect(logs.map(({ level, text, line }) => [level, text, line])).toEqual([
      ['info', 'top { a: [1, 2] }', 2],
      ['warn', '[120, 6, 6, 1]', 14],
      ['error', 'bad', 14],
    ]);
  });

  it('does not drown in a loop of messages', async () => {
    const code = file(
      'for (let i = 0; i < 100_000; i++) console.log(i);',
      model,
      trainWith('epochs: 1, callbacks: report'),
    );
    const logs = all(await run(jobOf(code)), 'log');
    expect(logs).toHaveLength(2000);
    expect(logs.at(-1)?.level).toBe('warn');
  });

  it('warns once when tensors leak', async () => {
    const leaky = file(
      model,
      trainWith(
        'epochs: 8, callbacks: [report, { onEpochEnd: async () => { for (let i = 0; i < 5; i++) tf.zeros([3]); } }]',
      ),
    );
    expect(only(await run(jobOf(leaky)), 'leak')).toMatchObject({ perEpoch: 5 });
  });
});

describe('ways to train', () => {
  const epochsOf = async (code: string, quick = false) => {
    const ran = await run(jobOf(code, quick));
    expect(all(ran, 'failure')).toEqual([]);
    expect(only(ran, 'predictions').shape).toEqual([30, 2]);
    return all(ran, 'epoch').map(({ epoch, epochs }) => [epoch, epochs]);
  };

  it.each([
    ['without report', 'epochs: 2'],
    ['with report spread into another object', 'epochs: 2, callbacks: { ...report, onTrainBegin: async () => {} }'],
    [
      'with report called from a callback',
      'epochs: 2, callbacks: { onEpochEnd: async (e: number, logs: any) => { await report.onEpochEnd(e, logs); } }',
    ],
    [
      'with report beside early stopping',
      "epochs: 2, callbacks: [tf.callbacks.earlyStopping({ monitor: 'loss', patience: 5 }), report]",
    ],
    ['with report beside a plain callback', 'epochs: 2, callbacks: [{ onBatchEnd: async () => {} }, report]'],
  ])('%s, every epoch is told once', async (_how, args) => {
    expect(await epochsOf(file(model, trainWith(args)))).toEqual([
      [0, 2],
      [1, 2],
    ]);
  });

  it('in several calls of fit, epochs go on counting', async () => {
    const again =
      'for (let i = 0; i < 2; i++) await model.fit(data.train.x, data.train.y, { epochs: 1, callbacks: report });';
    expect(await epochsOf(file(model, trainWith('epochs: 1, callbacks: report', '', again)))).toEqual([
      [0, 1],
      [1, 2],
      [2, 3],
    ]);
  });

  it('in a loop of fits, telling report by hand, every epoch is told once', async () => {
    const loop = `export async function train(model: tf.LayersModel, data: any, report: any) {
      model.compile({ optimizer: 'sgd', loss: 'categoricalCrossentropy' });
      for (let e = 0; e < 3; e++) {
        const { history } = await model.fit(data.train.x, data.train.y);
        await report.onEpochEnd(e, { loss: history.loss[0] });
      }
    }`;
    expect((await epochsOf(file(model, loop))).map(([epoch]) => epoch)).toEqual([0, 1, 2]);
  });

  const byHand = file(
    model,
    `export async function train(model: tf.LayersModel, data: any, report: any) {
    const optimizer = tf.train.adam(0.02);
    for (let epoch = 0; epoch < 1000; epoch++) {
      for (let batch = 0; batch < 3; batch++) {
        const loss = optimizer.minimize(() => tf.losses.softmaxCrossEntropy(data.train.y, model.apply(data.train.x) as tf.Tensor) as tf.Scalar, true)!;
        await report.onBatchEnd(batch, { loss });
        loss.dispose();
      }
      await report.onEpochEnd(epoch, { loss: 1 / (epoch + 1) });
      if (epoch === 2) break;
    }
  }`,
  );

  it('by hand with an optimizer', async () => {
    expect(await epochsOf(byHand)).toEqual([
      [0, null],
      [1, null],
      [2, null],
    ]);
  });

  it('from a dataset', async () => {
    const code = file(
      model,
      `export async function train(model: tf.LayersModel, data: any, report: any) {
      model.compile({ optimizer: 'sgd', loss: 'categoricalCrossentropy' });
      const rows = tf.data.zip({ xs: tf.data.array(await data.train.x.array()), ys: tf.data.array(await data.train.y.array()) });
      await model.fitDataset(rows.batch(40) as any, { epochs: 2, callbacks: report });
    }`,
    );
    expect(await epochsOf(code)).toEqual([
      [0, 2],
      [1, 2],
    ]);
  });

  it('with a fit that was not awaited, which is waited for and said', async () => {
    const code = file(model, trainWith('epochs: 3, callbacks: report').replace('await model.fit', 'model.fit'));
    const ran = await run(jobOf(code));
    expect(only(ran, 'log').text).toContain('await model.fit');
    expect(all(ran, 'epoch')).toHaveLength(3);
    expect(all(ran, 'weights').at(-1)).toMatchObject({ epoch: 2, final: true });
  });

  it('in a loop that spins, some epochs are left out, so that nobody drowns', async () => {
    const code = file(
      model,
      `export async function train(model: tf.LayersModel, data: any, report: any) {
        for (let epoch = 0; epoch < 20_000; epoch++) await report.onEpochEnd(epoch, {});
      }`,
    );
    const epochs = all(await run(jobOf(code)), 'epoch');
    expect(epochs.length).toBeLessThan(2000);
    expect(epochs[199]?.epoch).toBe(199);
  });

  it('with a loss that explodes, which is told as not a number', async () => {
    const code = file(
      model,
      `export async function train(model: tf.LayersModel, data: any, report: any) {
        await report.onEpochEnd(0, { loss: Infinity, other: 3 });
      }`,
    );
    expect(only(await run(jobOf(code)), 'epoch').logs).toEqual({ loss: Number.NaN, other: 3 });
  });

  it('quickly: one epoch on a tenth of the data', async () => {
    const ran = await run(
      jobOf(file(model, trainWith('epochs: 50, callbacks: report', 'console.log(data.train.x.shape[0]);')), true),
    );
    expect(only(ran, 'log').text).toBe('12');
    expect(all(ran, 'epoch')).toHaveLength(1);
    expect(only(ran, 'done').stopped).toBe(false);
    expect(await epochsOf(byHand, true)).toHaveLength(1);
  });
});

describe('Stop', () => {
  const long = file(model, trainWith('epochs: 100000, callbacks: report', '', "console.log('not reached');"));
  const stopAt = (code: string, when: (event: HarnessEvent) => boolean) =>
    run(jobOf(code), (event, harness) => {
      if (when(event)) setImmediate(() => harness.stop()); // as a message would come
    });

  it('ends fit after the batch and keeps the weights', async () => {
    const ran = await stopAt(long, (event) => event.type === 'epoch' && event.epoch === 1);
    expect(only(ran, 'done').stopped).toBe(true);
    expect(all(ran, 'log')).toEqual([]);
    expect(all(ran, 'failure')).toEqual([]);
    expect(all(ran, 'weights').at(-1)?.final).toBe(true);
    expect(only(ran, 'predictions').shape).toEqual([30, 2]);
    expect(all(ran, 'epoch').length).toBeLessThan(20);
  });

  it('ends a loop of the student’s own', async () => {
    const loop = file(
      model,
      `export async function train(model: tf.LayersModel, data: any, report: any) {
      for (let epoch = 0; ; epoch++) await report.onEpochEnd(epoch, {});
    }`,
    );
    const ran = await stopAt(loop, (event) => event.type === 'epoch' && event.epoch === 2);
    expect(only(ran, 'done').stopped).toBe(true);
    expect(only(ran, 'predictions').shape).toEqual([30, 2]);
  });

  it('ends a train that swallows the first Stop and calls fit again', async () => {
    const stubborn = file(
      model,
      trainWith(
        'epochs: 1, callbacks: report',
        '',
        `
      for (;;) await model.fit(data.train.x, data.train.y, { epochs: 9, callbacks: report });`,
      ),
    );
    const ran = await stopAt(stubborn, (event) => event.type === 'epoch' && event.epoch === 3);
    expect(only(ran, 'done').stopped).toBe(true);
  });

  it('is heard before the training has begun', async () => {
    const ran = await run(jobOf(long), (event, harness) => {
      if (event.type === 'model') harness.stop();
    });
    expect(only(ran, 'done').stopped).toBe(true);
    expect(all(ran, 'epoch')).toEqual([]);
    expect(all(ran, 'weights')).toHaveLength(1);
  });
});

describe('functions', () => {
  const code = `import * as tf from '@tensorflow/tfjs';
    export const double = (x: tf.Tensor) => { console.log('doubling', x); return tf.mul(x, 2); };
    export const later = async (n: number) => n + 1;
    export const chance = () => Math.random();
    export const text = () => 'no value';
    export const bad = () => { throw new Error('my own words'); };
    export const forever = () => new Promise(() => {});`;
  const call = (names: string[], args: Value[][], hidden = false): Job => {
    const exports = names;
    return { kind: 'call', code, seed: 7, exports, functions: names, args: pack(args), mostValues: 100, hidden };
  };
  const x = { shape: [2], data: Float32Array.of(1, 2) };
  const resultsOf = ({ events }: Ran) =>
    events.flatMap((event): (Value | string | null)[] => {
      if (event.type === 'returned') return [unpack(event)];
      return event.type === 'refused' ? [event.text ?? event.why] : [];
    });

  it('are called one after the other, with their console and their errors', async () => {
    const ran = await run(call(['double', 'later', 'text', 'bad', 'later'], [[x], [1], [], [], [2]]));
    const results = resultsOf(ran);
    expect(results[0]).toEqual({ shape: [2], data: Float32Array.of(2, 4) });
    expect(results.slice(1)).toEqual([
      2,
      'It returned a value of type string. Return a number, a tensor of numbers, or an array of these.',
      'Error: my own words',
      3,
    ]);
    expect(only(ran, 'log').text).toContain('doubling Tensor float32 [2]');
    expect(all(ran, 'refused').at(-1)?.line).toBe(6);
    expect(all(ran, 'failure')).toEqual([]);
  });

  it('say nothing but that they failed where the arguments are hidden', async () => {
    const ran = await run(call(['double', 'text', 'bad'], [[x], [], []], true));
    expect(resultsOf(ran)).toEqual([expect.anything(), 'not_a_value', 'threw']);
    expect(all(ran, 'log')).toEqual([]);
    expect(JSON.stringify(ran.events)).not.toMatch(/my own words|doubling/);
  });

  it('begin chance anew with each call, in whatever order they come', async () => {
    const [first, second] = resultsOf(await run(call(['chance', 'chance'], [[], []])));
    expect(first).toBe(second);
  });

  it('are refused where one is missing, and where a result is far too large', async () => {
    expect(only(await run(call(['double', 'missing'], [[x], []])), 'failure').note).toMatchObject({
      code: 'missing_export',
    });
    const large = { shape: [101], data: new Float32Array(101) };
    expect(resultsOf(await run(call(['double'], [[large]])))).toEqual([
      'It returned 101 values, far more than are asked for.',
    ]);
  });

  it('that never settle end the job, when the process runs dry', async () => {
    const events: HarnessEvent[] = [];
    const harness = createHarness({ tf, backend, emit: (event) => events.push(event) });
    void harness.run(call(['forever'], [[]], true));
    await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
    harness.abandon();
    const note = { code: 'never_settled', phase: 'predict' };
    expect(events).toContainEqual({ type: 'failure', note });
  });
});

describe('what goes wrong', () => {
  const trains = trainWith('epochs: 1, callbacks: report');

  it.each<[string, string, object]>([
    ['a syntax error', 'const = 3;', { code: 'syntax_error', phase: 'build', line: 1 }],
    [
      'an import',
      file("import fs from 'fs'; fs;", model, trains),
      { code: 'forbidden_import', phase: 'build', detail: expect.stringContaining('"fs"') },
    ],
    ['no createModel', file(trains), { code: 'missing_export', detail: expect.stringContaining('createModel') }],
    ['no train', file(model), { code: 'missing_export', detail: expect.stringContaining('train') }],
    [
      'train is no function',
      file(model, 'export const train = 4;'),
      { code: 'missing_export', detail: expect.stringContaining('must be a function') },
    ],
    [
      'nothing returned',
      file('export function createModel() {}', trains),
      { code: 'not_a_model', detail: expect.stringContaining('nothing') },
    ],
    [
      'an async createModel',
      file(model.replace('function', 'async function').replace(': tf.LayersModel', ''), trains),
      { code: 'not_a_model', detail: expect.stringContaining('async') },
    ],
    ['no input shape', file(model.replace('inputShape: [6, 6, 1], ', ''), trains), { code: 'threw', phase: 'build' }],
    [
      'an empty model',
      file('export const createModel = () => tf.sequential();', trains),
      { code: 'wrong_input_shape', detail: expect.stringContaining('inputShape: [6, 6, 1]') },
    ],
    [
      'the wrong input',
      file(model.replace('[6, 6, 1]', '[8, 8, 1]'), trains),
      { code: 'wrong_input_shape', detail: expect.stringContaining('[n, 8, 8, 1]') },
    ],
    [
      'the wrong output',
      file(model.replace('units: 2', 'units: 3'), trains),
      { code: 'wrong_output_shape', detail: expect.stringContaining('[n, 3]') },
    ],
    [
      'too many parameters',
      file(model.replace('filters: 2', 'filters: 80'), trains),
      { code: 'too_many_parameters', detail: expect.stringContaining('at most 500') },
    ],
    [
      'an error with its line',
      file(model, trainWith('epochs: 1', '\n  tf.ones([2, 3]).matMul(tf.ones([2, 3]));')),
      { code: 'threw', phase: 'train', line: 14, detail: expect.stringContaining('2,3') },
    ],
    [
      'an error deep inside fit, with the line of the call',
      file(model, trainWith('epochs: 1, validationData: [data.train.y, data.train.y]')),
      { code: 'threw', phase: 'train', line: 14, detail: expect.stringContaining('120,2') },
    ],
    [
      'an error at the top level',
      file("throw new Error('early');"),
      { code: 'threw', phase: 'build', line: 2, detail: 'Error: early' },
    ],
    [
      'something thrown that is no error',
      file(model, trainWith('epochs: 1', 'throw { odd: true };')),
      { code: 'threw', detail: 'Threw {"odd":true}' },
    ],
    [
      'weights that are not numbers',
      file(
        model,
        trainWith(
          'epochs: 1',
          'model.layers[0].setWeights(model.layers[0].getWeights().map((w) => tf.fill(w.shape, NaN)));',
        ),
      ),
      { code: 'not_finite', phase: 'train' },
    ],
  ])('%s', async (_what, code, note) => {
    expect(await noteOf(code)).toMatchObject(note);
  });

  it('a layer of the student’s own, by name', async () => {
    const custom = file(
      `class Doubler extends tf.layers.Layer {
      static className = 'Doubler';
      call(x: any) { return tf.tidy(() => tf.mul(Array.isArray(x) ? x[0] : x, 2)); }
      computeOutputShape(shape: any) { return shape; }
    }
    tf.serialization.registerClass(Doubler);`,
      model.replace('tf.layers.flatten(),', 'new Doubler({}), tf.layers.flatten(),'),
      trains,
    );
    expect(await noteOf(custom)).toMatchObject({
      code: 'layer_not_allowed',
      phase: 'build',
      detail: expect.stringContaining('Doubler'),
    });
  });

  it('layers that the assignment does not allow, before anything is trained', async () => {
    const code = file(model, trains);
    const limited = (layers: Task['layers']) => run({ kind: 'build', code, task: { ...task, layers }, seed: 7 });
    const allowed = await limited({ most: 5, kinds: ['Conv2D', 'MaxPooling2D', 'Flatten', 'Dropout', 'Dense'] });
    expect(all(allowed, 'failure')).toEqual([]);
    expect(only(await limited({ most: 3 }), 'failure').note).toMatchObject({
      code: 'layers_over_limit',
      phase: 'build',
    });
    const note = only(await limited({ kinds: ['Conv2D', 'Flatten', 'Dropout', 'Dense'] }), 'failure').note;
    expect(note.detail).toMatch(/is of the kind MaxPooling2D; allowed here: Conv2D, Flatten, Dropout, Dense\.$/);
  });

  it('a promise that never settles, when the process runs dry', async () => {
    const events: HarnessEvent[] = [];
    const harness = createHarness({ tf, backend, emit: (event) => events.push(event) });
    void harness.run(jobOf(file(model, 'export const train = () => new Promise(() => {});')));
    await new Promise((resolve) => setTimeout(resolve, 50));
    harness.abandon();
    expect(events.at(-2)).toMatchObject({ type: 'failure', note: { code: 'never_settled', phase: 'train' } });
    expect(events.at(-1)).toEqual({ type: 'done', stopped: false });
  });
});

describe('predicting on hidden data', () => {
  const built = () => run({ kind: 'build', code: honest, task, seed: 1 });
  const zeros = (shapes: number[][]) =>
    encode(
      shapes.map((shape, i) => ({
        name: `w${i}`,
        dtype: 'F32',
        shape,
        data: new Float32Array(shape.reduce((a, b) => a * b, 1)),
      })),
    );
  const shapes = [[3, 3, 1, 2], [2], [8, 2], [2]];
  const predict = async (topology: string, weights: Uint8Array, limits: Partial<Task> = {}) =>
    run({ kind: 'predict', topology, weights, task: { ...task, ...limits }, x: validation.x });

  it('refuses weights that do not fit, and says no more than that', async () => {
    const { topology } = only(await built(), 'model');
    const wrong = [
      zeros(shapes.slice(1)),
      zeros([...shapes, [1]]),
      zeros([[3, 3, 2, 1], ...shapes.slice(1)]),
      Uint8Array.of(1, 2, 3),
    ];
    for (const weights of wrong) {
      expect(only(await predict(topology, weights), 'failure').note).toEqual({
        code: 'weights_mismatch',
        phase: 'predict',
      });
    }
  });

  it('refuses weights that are not numbers', async () => {
    const { topology } = only(await built(), 'model');
    const tensors = decode(zeros(shapes));
    (tensors[1]?.data as Float32Array)[0] = Number.NaN;
    expect(only(await predict(topology, encode(tensors)), 'failure').note).toEqual({
      code: 'not_finite',
      phase: 'predict',
    });
  });

  it('counts the parameters itself', async () => {
    const { topology } = only(await built(), 'model');
    expect(only(await predict(topology, zeros(shapes), { maxParameters: 37 }), 'failure').note.code).toBe(
      'too_many_parameters',
    );
  });

  it('leaves no tensor behind', async () => {
    const { topology } = only(await built(), 'model');
    await predict(topology, zeros(shapes));
    const before = tf.memory().numTensors;
    await predict(topology, zeros(shapes));
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe('questions to the last run', () => {
  const x = { shape: [1, 6, 6, 1], data: validation.x.data.slice(0, 36) };

  it('evaluates expressions against its model, data and exports', async () => {
    const ran = await run([
      jobOf(honest),
      { kind: 'evaluate', expression: 'data.train.x.shape' },
      { kind: 'evaluate', expression: 'model.predict(data.validation.x).shape' },
      { kind: 'evaluate', expression: 'const n = await Promise.resolve(20); n + 1' },
      { kind: 'evaluate', expression: '{ layers: createModel().layers.length }' },
      { kind: 'evaluate', expression: 'tf.tensor2d([[1, 2.5]])' },
    ]);
    expect(all(ran, 'value').map(({ text }) => text)).toEqual([
      '[120, 6, 6, 1]',
      '[30, 2]',
      '21',
      '{ layers: 5 }',
      'Tensor float32 [1, 2]\n[[1, 2.5]]',
    ]);
  });

  it('says what is wrong with an expression', async () => {
    const ran = await run([
      jobOf(honest),
      { kind: 'evaluate', expression: 'nothing.here' },
      { kind: 'evaluate', expression: '1 +' },
    ]);
    expect(all(ran, 'failure').map(({ note }) => note.code)).toEqual(['threw', 'syntax_error']);
  });

  it('applies its model to new samples', async () => {
    const ran = await run([jobOf(honest), { kind: 'apply', x }]);
    const [tested, applied] = all(ran, 'predictions');
    expect(applied).toMatchObject({ split: 'input', shape: [1, 2] });
    applied?.data.forEach((value, i) => {
      expect(value).toBeCloseTo(tested?.data[i] ?? Number.NaN, 5);
    });
  });

  it('applies the model of an earlier run, loaded from its weights', async () => {
    const trained = await run(jobOf(honest));
    const weights = all(trained, 'weights').at(-1)?.bytes ?? new Uint8Array();
    const loaded = await run([
      { kind: 'load', topology: only(trained, 'model').topology, weights, task },
      { kind: 'apply', x },
    ]);
    only(loaded, 'predictions').data.forEach((value, i) => {
      expect(value).toBeCloseTo(only(trained, 'predictions').data[i] ?? Number.NaN, 5);
    });
  });

  it('asks for a run first', async () => {
    expect(only(await run({ kind: 'apply', x }), 'failure').note.code).toBe('no_result');
  });
});
