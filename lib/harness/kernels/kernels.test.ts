import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { mulberry32 } from '#lib/ml/random.ts';
import { startWasm } from '../backend.ts';
import { readWasm } from '../wasm-file.ts';

/**
 * Each gradient is compared with the plain JavaScript backend's, an independent implementation, and with finite
 * differences of the forward pass, over random shapes, strides and paddings; forward passes likewise, dilated too.
 */

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 }); // a busy machine

beforeAll(() => startWasm(tf, readWasm()));

/** `step`: of the differences; large ones lose fewer bits. */
type Case = { shape: number[]; forward: (x: tf.Tensor) => tf.Tensor; step?: number };
type Image = [number, number, number, number];

/** Distinct values in [-2, 2], all as far apart. */
function distinct(size: number, seed: number): Float32Array {
  const random = mulberry32(seed);
  const order = Array.from({ length: size }, (_, i) => [random(), i] as const).sort(([a], [b]) => a - b);
  return Float32Array.from(order, ([, i]) => (i / size) * 4 - 2 + 0.003);
}

/** A step so small that no value of `distinct` passes another: a power of two, at most a quarter of their distance. */
const keepingOrder = (shape: number[]) => 2 ** Math.floor(-Math.log2(shape.reduce((a, b) => a * b, 1)));

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
async function finiteDifferences({ shape, forward, step = 2 ** -7 }: Case, at: number[]): Promise<number[]> {
  await tf.setBackend('cpu');
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

/** Apart by the dilation, the taps of a filter reach so far. */
const reach = (taps: number, dilation: number) => (taps - 1) * dilation + 1;

/** tfjs takes strides or dilations, not both. */
const dilated = fc
  .tuple(convolution, fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 }))
  .map(([c, down, right]): Convolution & { dilations: [number, number] } =>
    typeof c.pad === 'number'
      ? { ...c, strideHeight: 1, strideWidth: 1, dilations: [down, down] }
      : { ...c, strideHeight: 1, strideWidth: 1, dilations: [down, right] },
  )
  .filter(
    ({ height, width, filterHeight, filterWidth, dilations: [down, right] }) =>
      height >= reach(filterHeight, down) && width >= reach(filterWidth, right),
  );

async function valuesOn(backend: 'wasm' | 'cpu', run: () => tf.Tensor): Promise<Float32Array> {
  await tf.setBackend(backend);
  return tf.tidy(() => Float32Array.from(run().dataSync()));
}

async function sameForwards(run: () => tf.Tensor): Promise<void> {
  const [wasm, cpu] = [await valuesOn('wasm', run), await valuesOn('cpu', run)];
  expect(wasm.length).toBe(cpu.length);
  const scale = Math.max(1, ...cpu.map(Math.abs));
  const apart = wasm.map((value, i) => Math.abs(value - (cpu[i] as number)));
  for (const distance of apart) expect(distance).toBeLessThanOrEqual(2e-5 * scale); // fails where it is NaN
}

describe('a convolution forwards', () => {
  const filterOf = (c: Convolution): Image => [c.filterHeight, c.filterWidth, c.channels, c.filters];
  const cases = fc.oneof(
    convolution.map((c) => ({ ...c, dilations: [1, 1] as [number, number] })),
    dilated,
  );

  it('is that of the JavaScript backend', () =>
    fc.assert(
      fc.asyncProperty(cases, (c) =>
        sameForwards(() => {
          const [x, w] = [constant(imageOf(c), 1) as tf.Tensor4D, constant(filterOf(c), 2) as tf.Tensor4D];
          return tf.conv2d(x, w, stridesOf(c), c.pad, 'NHWC', c.dilations, rounding(c));
        }),
      ),
      options,
    ));

  it('with bias and activation in one', () =>
    fc.assert(
      fc.asyncProperty(cases, (c) =>
        sameForwards(() =>
          tf.fused.conv2d({
            x: constant(imageOf(c), 1) as tf.Tensor4D,
            filter: constant(filterOf(c), 2) as tf.Tensor4D,
            strides: stridesOf(c),
            pad: c.pad,
            dilations: c.dilations,
            dimRoundingMode: rounding(c),
            bias: constant([c.filters], 3),
            activation: 'relu',
          }),
        ),
      ),
      options,
    ));

  it('tells that tfjs cannot train it dilated', async () => {
    await tf.setBackend('wasm');
    const forward = (x: tf.Tensor) => tf.conv2d(x as tf.Tensor4D, tf.ones([2, 2, 1, 1]), 1, 'same', 'NHWC', 2);
    expect(() => tf.tidy(() => tf.grad((x) => loss(forward(x)))(tf.ones([1, 5, 5, 1])))).toThrow(
      /dilation rates greater/,
    );
  });
});

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

describe('gradients of a dilated depthwise convolution', () => {
  // tf.grad refuses them, the kernels do not: they are called as it would call them.
  const filterOf = (c: Convolution): Image => [c.filterHeight, c.filterWidth, c.channels, c.filters];
  const forward = (x: tf.Tensor, w: tf.Tensor, c: Convolution & { dilations: [number, number] }) =>
    tf.depthwiseConv2d(x as tf.Tensor4D, w as tf.Tensor4D, 1, c.pad, 'NHWC', c.dilations, rounding(c));

  const gradientBy = async (
    kernelName: string,
    c: Convolution & { dilations: [number, number] },
    inputs: (dy: tf.Tensor) => tf.NamedTensorMap,
    more: { filterShape: Image } | { inputShape: Image },
  ) => {
    const attrs = { strides: [1, 1], pad: c.pad, dilations: c.dilations, dimRoundingMode: rounding(c), ...more };
    return valuesOn('wasm', () => {
      const y = forward(constant(imageOf(c), 2), constant(filterOf(c), 2), c);
      // The derivative of the loss by the output: its weights.
      const [dx] = [tf.engine().runKernel(kernelName, inputs(constant(y.shape, 99)), attrs as tf.NamedAttrMap)].flat();
      return dx as tf.Tensor; // one kernel, one output
    });
  };

  it('by its filter', () =>
    fc.assert(
      fc.asyncProperty(dilated, async (c) => {
        const name = 'DepthwiseConv2dNativeBackpropFilter';
        const x = () => constant(imageOf(c), 2);
        const gradient = await gradientBy(name, c, (dy) => ({ x: x(), dy }), { filterShape: filterOf(c) });
        await checkDifferences({ shape: filterOf(c), forward: (w) => forward(x(), w, c) }, gradient);
      }),
      options,
    ));

  it('by its input', () =>
    fc.assert(
      fc.asyncProperty(dilated, async (c) => {
        const name = 'DepthwiseConv2dNativeBackpropInput';
        const w = () => constant(filterOf(c), 2);
        const gradient = await gradientBy(name, c, (dy) => ({ dy, filter: w() }), { inputShape: imageOf(c) });
        await checkDifferences({ shape: imageOf(c), forward: (x) => forward(x, w(), c) }, gradient);
      }),
      options,
    ));
});

describe('gradient of max pooling', () => {
  it('is right where maxima are negative, windows overlap or reach outside', () =>
    fc.assert(
      fc.asyncProperty(convolution, (c) =>
        check({
          shape: imageOf(c),
          step: keepingOrder(imageOf(c)),
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
  it('does not grow over thousands of training steps', async () => {
    await tf.setBackend('wasm');
    const model = tf.sequential({
      layers: [
        tf.layers.conv2d({ inputShape: [8, 8, 1], filters: 2, kernelSize: 3, strides: 2, padding: 'same' }),
        tf.layers.depthwiseConv2d({ kernelSize: 3, padding: 'same' }),
        tf.layers.maxPooling2d({ poolSize: 2 }),
        tf.layers.conv2d({ filters: 2, kernelSize: [1, 2], padding: 'same' }),
        tf.layers.averagePooling2d({ poolSize: 2 }),
        tf.layers.flatten(),
        tf.layers.dense({ units: 3, activation: 'softmax' }),
      ],
    });
    model.compile({ optimizer: 'adam', loss: 'categoricalCrossentropy' });
    const x = tf.randomNormal([3, 8, 8, 1]);
    const y = tf.oneHot(tf.tensor1d([0, 1, 2], 'int32'), 3);
    const step = async () => void (await model.trainOnBatch(x, y));
    const heap = () => (tf.backend() as unknown as { wasm: { HEAPU8: Uint8Array } }).wasm.HEAPU8.length; // WASM's own memory
    for (let i = 0; i < 20; i++) await step();
    const before = { ...tf.memory(), heap: heap(), ids: tf.engine().backend.numDataIds() };
    for (let i = 0; i < 3000; i++) await step();
    const after = { ...tf.memory(), heap: heap(), ids: tf.engine().backend.numDataIds() };
    expect(after).toEqual(before);
  });
});
