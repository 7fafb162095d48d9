// Ends as: student_error not_finite
// Steps so large that the weights leave the numbers.
import * as tf from '@tensorflow/tfjs';

export function createModel(): tf.LayersModel {
  const model = tf.sequential();
  model.add(tf.layers.flatten({ inputShape: [20, 20, 1] }));
  model.add(tf.layers.dense({ units: 10 }));
  return model;
}

export async function train(model: tf.LayersModel, data: Data, report: tf.CustomCallbackArgs) {
  model.compile({ optimizer: tf.train.sgd(1e20), loss: 'meanSquaredError' });
  await model.fit(data.train.x, data.train.y, { epochs: 2, batchSize: 512, callbacks: report });
}
