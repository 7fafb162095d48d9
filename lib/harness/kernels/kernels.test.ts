import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { mulberry32 } from '#lib/ml/random.ts';
import { startWasm } from '../backend.ts';
import { readWasm } from '../wasm-file.ts';

/**
 * Each gradient is compared with the plain JavaScript backend's, an independent implementation, and with finite
 * differences of the forward pass, over random shapes, strides and paddings.
 */

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 }); // a busy machine

beforeAll(() => startWasm(tf, readWasm()));

type Case = { shape: number[]; forward: (x: tf.Tensor) => tf.Tensor };
type Image = [number, number, number, number];

/** Distinct values in [-2, 2], far enough apart that a small step changes no maximum. */
function distinct(size: number, seed: number): Float32Array {
  const random = mulberry32(seed);
  const order = Array.from({ length: size }, (_, i) => [random(), i] as const).sort(([a], [b]) => a - b);
  return Float32Array.from(order, ([, i]) => (i / size) * 4 - 2 + 0.003);
}

const constant = (shape: number[], seed: number) =>
  tf.tensor(
    distinct(
      shape.reduce((a, b) => a * b, 1),
      seed,
    ),
    shape,
  );

/** A number that depends on every output, each with its own weight. */
const loss = (y: tf.Tensor) => tf.sum(tf.mul(y, constant(y.shape, 99))).asScalar();

async function gradientOn(backend: 'wasm' | 'cpu', { shape, forward }: Case): Promise<Float32Array> {
  await tf.setBackend(backend);
  const gradient = tf.tidy(() => tf.grad((x) => loss(forward(x)))(constant(shape, 1)));
  const values = Float32Array.from(gradient.dataSync());
  gradient.dispose();
  return values;
}

/** On the JavaScript backend, whose forward passes are exact to the last bits of a 32-bit float. */
async function finiteDifferences({ shape, forward }: Case, at: number[]): Promise<number[]> {
  await tf.setBackend('cpu');
  const step = 2 ** -7;
  return at.map((i) =>
    tf.tidy(() => {
      const moved = [step, -step].map((by) => {
        const values = distinct(
          shape.reduce((a, b) => a * b, 1),
          1,
        );
        values[i] = (values[i] as number) + by;
        return forward(tf.tensor(values, shape));
      });
      const [up, down] = moved as [tf.Tensor, tf.Tensor];
      return (loss(tf.sub(up, down)).dataSync()[0] as number) / (2 * step);
    }),
  );
}

async function check(test: Case): Promise<void> {
  const wasm = await gradientOn('wasm', test);
  const cpu = await gradientOn('cpu', test);
  const scale = Math.max(1, ...cpu.map(Math.abs));
  wasm.forEach((value, i) => {
    if (!(Math.abs(value - (cpu[i] as number)) <= 2e-4 * scale)) {
      throw new Error(`At ${i}: ${value}, not ${cpu[i]}.`);
    }
  });
  await checkDifferences(test, wasm);
}

async function checkDifferences(test: Case, gradient: Float32Array): Promise<void> {
  const scale = Math.max(1, ...gradient.map(Math.abs));
  const probes = [0, Math.floor(gradient.length / 2), gradient.length - 1];
  const slopes = await finiteDifferences(test, probes);
  probes.forEach((i, k) => {
    expect(Math.abs((gradient[i] as number) - (slopes[k] as number))).toBeLessThan(5e-3 * scale);
  });
}

const side = fc.integer({ min: 3, max: 9 });
const few = fc.integer({ min: 1, max: 4 });
const kernel = fc.integer({ min: 1, max: 4 });
const stride = fc.integer({ min: 1, max: 3 });

const convolution = fc
  .record({
    batch: few,
    height: side,
    width: side,
    channels: few,
    filters: few,
    filterHeight: kernel,
    filterWidth: kernel,
    strideHeight: stride,
    strideWidth: stride,
    pad: fc.constantFrom('same' as const, 'valid' as const, 0, 1),
  })
  .filter(({ height, width, filterHeight, filterWidth }) => height >= filterHeight && width >= filterWidth)
  // With a number as padding, tfjs takes height for width in filter and stride, on every backend.
  .map((c) =>
    typeof c.pad === 'number' ? { ...c, filterWidth: c.filterHeight, strideWidth: c.strideHeight, width: c.height } : c,
  );
type Convolution = typeof convolution extends fc.Arbitrary<infer T> ? T : never;

const imageOf = (c: Convolution): Image => [c.batch, c.height, c.width, c.channels];
const stridesOf = (c: Convolution): [number, number] => [c.strideHeight, c.strideWidth];
const options = { numRuns: 40 };
/** tfjs takes a number as padding only with a way to round. */
const rounding = (c: Convolution) => (typeof c.pad === 'number' ? ('floor' as const) : undefined);

describe('gradients of a convolution', () => {
  const run = (x: tf.Tensor, w: tf.Tensor, c: Convolution) =>
    tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, stridesOf(c), c.pad, 'NHWC', 1, rounding(c));
  const filterOf = (c: Convolution): Image => [c.filterHeight, c.filterWidth, c.channels, c.filters];

  it('by its filter', () =>
    fc.assert(
      fc.asyncProperty(convolution, (c) =>
        check({ shape: filterOf(c), forward: (w) => run(constant(imageOf(c), 2), w, c) }),
      ),
      options,
    ));

  it('by its input', () =>
    fc.assert(
      fc.asyncProperty(convolution, (c) =>
        check({ shape: imageOf(c), forward: (x) => run(x, constant(filterOf(c), 2), c) }),
      ),
      options,
    ));

  it('transposed, forwards and by its filter', () =>
    fc.assert(
      fc.asyncProperty(
        convolution.filter(({ pad }) => pad === 'same'),
        async (c) => {
          const outShape: Image = [c.batch, c.height * c.strideHeight, c.width * c.strideWidth, c.filters];
          const run = (x: tf.Tensor, w: tf.Tensor) =>
            tf.conv2dTranspose(x as tf.Tensor4D, w as tf.Tensor4D, outShape, stridesOf(c), 'same');
          const filterShape: Image = [c.filterHeight, c.filterWidth, c.filters, c.channels];
          await check({ shape: filterShape, forward: (w) => run(constant(imageOf(c), 2), w) });
          await check({ shape: imageOf(c), forward: (x) => run(x, constant(filterShape, 2)) });
        },
      ),
      { numRuns: 20 },
    ));

  it('with rows left over below the last window', () => {
    const forward = (w: tf.Tensor) => tf.conv2d(constant([2, 6, 6, 3], 2) as tf.Tensor4D, w as tf.Tensor4D, 3, 'valid');
    return check({ shape: [2, 2, 3, 4], forward });
  });
});

describe('gradients of a depthwise convolution', () => {
  const run = (x: tf.Tensor, w: tf.Tensor, c: Convolution) =>
    tf.depthwiseConv2d(x as tf.Tensor4D, w as tf.Tensor4D, c.strideHeight, c.pad, 'NHWC', 1, rounding(c));
  const filterOf = (c: Convolution): Image => [c.filterHeight, c.filterWidth, c.channels, c.filters];

  it('by its filter', () =>
    fc.assert(
      fc.asyncProperty(convolution, (c) =>
        check({ shape: filterOf(c), forward: (w) => run(constant(imageOf(c), 2), w, c) }),
      ),
      options,
    ));

  it('by its input', () =>
    fc.assert(
      fc.asyncProperty(convolution, (c) =>
        check({ shape: imageOf(c), forward: (x) => run(x, constant(filterOf(c), 2), c) }),
      ),
      options,
    ));
});

describe('gradient of max pooling', () => {
  it('is right where maxima are negative, windows overlap or reach outside', () =>
    fc.assert(
      fc.asyncProperty(convolution, (c) =>
        check({
          shape: imageOf(c),
          forward: (x) =>
            tf.maxPool(
              tf.sub(x, 3) as tf.Tensor4D, // every maximum below zero
              [c.filterHeight, c.filterWidth],
              stridesOf(c),
              typeof c.pad === 'number' ? 'same' : c.pad,
            ),
        }),
      ),
      options,
    ));
});

describe('gradient of average pooling', () => {
  // By differences alone: the JavaScript backend's own gradient is wrong at the border.
  it('is right where windows overlap or reach outside', () =>
    fc.assert(
      fc.asyncProperty(convolution, async (c) => {
        const pad = typeof c.pad === 'number' ? 'same' : c.pad;
        const size: [number, number] = [c.filterHeight, c.filterWidth];
        const forward = (x: tf.Tensor) => tf.avgPool(x as tf.Tensor4D, size, stridesOf(c), pad);
        const test = { shape: imageOf(c), forward };
        await checkDifferences(test, await gradientOn('wasm', test));
      }),
      options,
    ));

  it('gives a corner that is averaged alone its whole error', async () => {
    const forward = (x: tf.Tensor) => tf.avgPool(x as tf.Tensor4D, 2, 2, 'same');
    await tf.setBackend('wasm');
    const gradient = tf.tidy(() =>
      tf
        .grad((x) => tf.sum(forward(x)))(tf.ones([1, 3, 3, 1]))
        .dataSync(),
    );
    expect([...gradient]).toEqual([0.25, 0.25, 0.5, 0.25, 0.25, 0.5, 0.5, 0.5, 1]);
  });
});

describe('gradient of gather', () => {
  it('adds up the rows that were taken several times', () =>
    fc.assert(
      fc.asyncProperty(
        fc
          .integer({ min: 1, max: 7 })
          .chain((rows) =>
            fc.tuple(fc.constant(rows), few, fc.array(fc.nat(rows - 1), { minLength: 1, maxLength: 12 })),
          ),
        ([rows, width, ids]) =>
          check({ shape: [rows, width], forward: (x) => tf.gather(x, tf.tensor1d(ids, 'int32')) }),
      ),
      options,
    ));

  it('of matrices of ids, as an embedding does', () =>
    check({
      shape: [5, 3],
      forward: (x) =>
        tf.gather(
          x,
          tf.tensor2d(
            [
              [0, 3],
              [3, 3],
              [4, 1],
            ],
            [3, 2],
            'int32',
          ),
        ),
    }));
});

describe('memory', () => {
  it('does not grow over many training steps', async () => {
    await tf.setBackend('wasm');
    const model = tf.sequential({
      layers: [
        tf.layers.conv2d({ inputShape: [12, 12, 1], filters: 4, kernelSize: 3, strides: 2, padding: 'same' }),
        tf.layers.depthwiseConv2d({ kernelSize: 3, padding: 'same' }),
        tf.layers.maxPooling2d({ poolSize: 2 }),
        tf.layers.conv2d({ filters: 8, kernelSize: 2 }),
        tf.layers.flatten(),
        tf.layers.dense({ units: 3, activation: 'softmax' }),
      ],
    });
    model.compile({ optimizer: 'adam', loss: 'categoricalCrossentropy' });
    const x = tf.randomNormal([16, 12, 12, 1]);
    const y = tf.oneHot(
      tf.tensor1d(
        Array.from({ length: 16 }, (_, i) => i % 3),
        'int32',
      ),
      3,
    );
    const step = async () => void (await model.trainOnBatch(x, y));
    const heap = () => (tf.backend() as unknown as { wasm: { HEAPU8: Uint8Array } }).wasm.HEAPU8.length; // WASM's own memory
    for (let i = 0; i < 20; i++) await step();
    const before = { ...tf.memory(), heap: heap(), ids: tf.engine().backend.numDataIds() };
    for (let i = 0; i < 600; i++) await step();
    const after = { ...tf.memory(), heap: heap(), ids: tf.engine().backend.numDataIds() };
    expect(after).toEqual(before);
  });
});
