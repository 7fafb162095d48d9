import * as tf from '@tensorflow/tfjs';

export function createModel(): tf.LayersModel {
  const model = tf.sequential();
  model.add(tf.layers.conv2d({ inputShape: [28, 28, 1], filters: 8, kernelSize: 3, activation: 'relu' }));
  model.add(tf.layers.flatten());
  model.add(tf.layers.dense({ units: 10, activation: 'softmax' }));
  return model;
}

export async function train(model: tf.LayersModel, data: Data, report: tf.CustomCallbackArgs) {
  model.compile({ optimizer: 'adam', loss: 'categoricalCrossentropy' });
  await model.fit(data.train.x, data.train.y, { epochs: 1, callbacks: report });
}
