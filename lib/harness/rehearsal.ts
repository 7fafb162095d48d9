import type { BackendInfo } from './backend.ts';
import type { TfModule } from './compile.ts';
import { encodeEvent, encodeJob, JobReader } from './frames.ts';
import { batchSize } from './model.ts';
import type { Job, Task } from './protocol.ts';
import { createHarness } from './run.ts';
import { encode } from './safetensors.ts';

/**
 * Jobs of our own, done before there is a student's: engines compile a function when it is first called, and compile it
 * well when it has been called often. Nothing of them remains: what is named has a name, as automatic ones would shift
 * the numbers of the student's, and nothing they say is heard.
 */

const size = 20;
const channels = 16;
const classes = 10;
const task: Task = { inputShape: [size, size, 1], outputShape: [classes], maxParameters: 10_000 };

/** Layers that most models have; written as students write. */
const code = `import * as tf from '@tensorflow/tfjs';

type Sizes = { filters: number };

export function createModel(): tf.LayersModel {
  const model = tf.sequential({ name: 'ours' });
  model.add(convolution('ours_first', { filters: ${channels} }, [${size}, ${size}, 1]));
  model.add(tf.layers.maxPooling2d({ name: 'ours_pool', poolSize: 2 }));
  model.add(convolution('ours_second', { filters: ${channels} }));
  model.add(tf.layers.globalMaxPooling2d({ name: 'ours_max' }));
  model.add(tf.layers.dense({ name: 'ours_dense', units: ${classes}, activation: 'softmax' }));
  return model;
}

function convolution(name: string, { filters }: Sizes, inputShape?: number[]) {
  const input = inputShape ? { inputShape } : {};
  return tf.layers.conv2d({ ...input, name, filters, kernelSize: 3, activation: 'relu', kernelInitializer: 'heNormal' });
}

export async function train(model: tf.LayersModel, data: Data, report: tf.CustomCallbackArgs) {
  model.compile({ optimizer: tf.train.adam(0.001), loss: 'categoricalCrossentropy', metrics: ['accuracy'] });
  await model.fit(data.train.x, data.train.y, { epochs: 1, batchSize: 64, callbacks: report });
}
`;

/** Of the layers above, in their order. */
const shapes = [
  [3, 3, 1, channels],
  [channels],
  [3, 3, channels, channels],
  [channels],
  [channels, classes],
  [classes],
];

/** Builds a model from code. */
export function rehearseBuilding(tf: TfModule, backend: BackendInfo): Promise<void> {
  return rehearse(tf, backend, { kind: 'build', code, task, seed: 1, weights: zeros() });
}

/** Predicts with the same model, given as a student's is: a batch, in which each kernel computes enough to be compiled well. */
export function rehearsePrediction(tf: TfModule, backend: BackendInfo): Promise<void> {
  const x = { shape: [batchSize, ...task.inputShape], data: new Float32Array(batchSize * size * size) };
  return rehearse(tf, backend, { kind: 'predict', topology, weights: zeros(), task, x });
}

const convolution = { filters: channels, kernel_size: [3, 3], activation: 'relu' };

const topology = JSON.stringify({
  class_name: 'Sequential',
  config: {
    name: 'ours',
    layers: [
      layer('Conv2D', 'ours_first', { ...convolution, batch_input_shape: [null, ...task.inputShape] }),
      layer('MaxPooling2D', 'ours_pool', { pool_size: [2, 2] }),
      layer('Conv2D', 'ours_second', convolution),
      layer('GlobalMaxPooling2D', 'ours_max', {}),
      layer('Dense', 'ours_dense', { units: classes, activation: 'softmax' }),
    ],
  },
});

function layer(class_name: string, name: string, config: object) {
  return { class_name, config: { name, ...config } };
}

function zeros(): Uint8Array {
  return encode(
    shapes.map((shape, i) => ({
      name: `w${i}`,
      dtype: 'F32' as const,
      shape,
      data: new Float32Array(shape.reduce((product, n) => product * n, 1)),
    })),
  );
}

/** From a job's bytes to the bytes of its events, as in earnest. @throws Error where a job of ours does not succeed */
async function rehearse(tf: TfModule, backend: BackendInfo, job: Job): Promise<void> {
  const { stackTraceLimit } = Error;
  const failures: string[] = [];
  const harness = createHarness({
    tf,
    backend,
    emit: (event) => {
      encodeEvent(event);
      if (event.type === 'failure') failures.push(JSON.stringify(event.note));
    },
  });
  await harness.run(sent(job));
  Error.stackTraceLimit = stackTraceLimit;
  if (failures.length > 0) throw new Error(`The rehearsal failed: ${failures.join()}`);
}

function sent(job: Job): Job {
  const reader = new JobReader();
  const [read] = encodeJob(job).flatMap((piece) => [...reader.push(piece)]);
  if (!read || read.kind === 'ahead') throw new Error('The rehearsal was not read as it was written.');
  return read;
}
