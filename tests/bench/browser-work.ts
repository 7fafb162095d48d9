import type * as Tf from '@tensorflow/tfjs';
import type { Split } from '#lib/harness/protocol.ts';

/** A fixed piece of training, the same in both pages: the reference's layers on a few images. */

/** Timed from the end of the first, which also compiles. */
export const epochs = 5;

export const createModel = (tf: typeof Tf) =>
  tf.sequential({
    layers: [
      tf.layers.conv2d({ inputShape: [20, 20, 1], filters: 8, kernelSize: 3, activation: 'relu' }),
      tf.layers.conv2d({ filters: 16, kernelSize: 3, activation: 'relu' }),
      tf.layers.maxPooling2d({ poolSize: 2 }),
      tf.layers.conv2d({ filters: 24, kernelSize: 3, activation: 'relu' }),
      tf.layers.conv2d({ filters: 20, kernelSize: 3, activation: 'relu' }),
      tf.layers.globalMaxPooling2d({}),
      tf.layers.dense({ units: 10, activation: 'softmax' }),
    ],
  });

export const compileModel = (tf: typeof Tf, model: Tf.Sequential) =>
  model.compile({ optimizer: tf.train.adam(0.004), loss: 'categoricalCrossentropy' });

/** Images of no meaning. */
export function makeSplit(rows: number): Split {
  const pixels = Float32Array.from({ length: rows * 400 }, (_, i) => ((i * 37) % 101) / 101);
  const labels = new Float32Array(rows * 10);
  for (let i = 0; i < rows; i++) labels[i * 10 + (i % 10)] = 1;
  return { x: { shape: [rows, 20, 20, 1], data: pixels }, y: { shape: [rows, 10], data: labels } };
}

/** The same as a student's file. */
export const studentFile = `import * as tf from '@tensorflow/tfjs';
const make = ${createModel};
const compile = ${compileModel};
export const createModel = () => make(tf);
export async function train(model, data, report) {
  compile(tf, model);
  await model.fit(data.train.x, data.train.y, { epochs: ${epochs}, batchSize: 64, callbacks: report });
}`;
