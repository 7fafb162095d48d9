import * as tf from '@tensorflow/tfjs';

// A plain network. It runs and it learns, but every weight is tied to one place in the image: what it learns about a
// seven at the top left says nothing about a seven at the bottom right. Make it a convolutional network.

export function createModel(): tf.LayersModel {
  const model = tf.sequential();
  model.add(tf.layers.flatten({ inputShape: [20, 20, 1] }));
  model.add(tf.layers.dense({ units: 20, activation: 'relu' }));
  model.add(tf.layers.dense({ units: 10, activation: 'softmax' }));
  return model;
}

export async function train(model: tf.LayersModel, data: Data, report: tf.CustomCallbackArgs) {
  model.compile({
    optimizer: tf.train.adam(0.003),
    loss: 'categoricalCrossentropy',
    metrics: ['accuracy'],
  });
  await model.fit(data.train.x, data.train.y, {
    epochs: 6,
    batchSize: 64,
    validationData: [data.validation.x, data.validation.y],
    callbacks: report,
  });
}
