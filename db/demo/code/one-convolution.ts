import * as tf from '@tensorflow/tfjs';

// One layer of 12 kernels, 5x5. The maximum over the image throws away where each was found.
export function createModel(): tf.LayersModel {
  const model = tf.sequential();
  model.add(tf.layers.conv2d({ inputShape: [20, 20, 1], filters: 12, kernelSize: 5, activation: 'relu' }));
  model.add(tf.layers.globalMaxPooling2d({}));
  model.add(tf.layers.dense({ units: 32, activation: 'relu' }));
  model.add(tf.layers.dense({ units: 10, activation: 'softmax' }));
  return model;
}

export async function train(model: tf.LayersModel, data: Data, report: tf.CustomCallbackArgs) {
  model.compile({ optimizer: tf.train.adam(0.005), loss: 'categoricalCrossentropy', metrics: ['accuracy'] });
  await model.fit(data.train.x, data.train.y, {
    epochs: 6,
    batchSize: 64,
    validationData: [data.validation.x, data.validation.y],
    callbacks: report,
  });
}
