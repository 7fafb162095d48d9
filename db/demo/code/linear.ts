import * as tf from '@tensorflow/tfjs';

// First try: no hidden layer at all, just to see what a weighted sum of the pixels can do.
export function createModel(): tf.LayersModel {
  const model = tf.sequential();
  model.add(tf.layers.flatten({ inputShape: [20, 20, 1] }));
  model.add(tf.layers.dense({ units: 10, activation: 'softmax' }));
  return model;
}

export async function train(model: tf.LayersModel, data: Data, report: tf.CustomCallbackArgs) {
  model.compile({ optimizer: 'adam', loss: 'categoricalCrossentropy', metrics: ['accuracy'] });
  await model.fit(data.train.x, data.train.y, { epochs: 4, batchSize: 128, callbacks: report });
}
