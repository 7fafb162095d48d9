import * as tf from '@tensorflow/tfjs';

// Four narrow layers instead of two wide ones: the same weights buy more when they are stacked.
export function createModel(): tf.LayersModel {
  const model = tf.sequential();
  const layer = (filters: number, more = {}) =>
    tf.layers.conv2d({ filters, kernelSize: 3, activation: 'relu', kernelInitializer: 'heNormal', ...more });
  model.add(layer(10, { inputShape: [20, 20, 1] }));
  model.add(layer(14));
  model.add(tf.layers.maxPooling2d({ poolSize: 2 }));
  model.add(layer(22));
  model.add(layer(16));
  model.add(tf.layers.globalMaxPooling2d({}));
  model.add(tf.layers.dense({ units: 10, activation: 'softmax' }));
  return model;
}

export async function train(model: tf.LayersModel, data: Data, report: tf.CustomCallbackArgs) {
  for (const [epochs, rate] of [
    [7, 0.004],
    [3, 0.001],
  ] as const) {
    model.compile({ optimizer: tf.train.adam(rate), loss: 'categoricalCrossentropy', metrics: ['accuracy'] });
    await model.fit(data.train.x, data.train.y, {
      epochs,
      batchSize: 64,
      validationData: [data.validation.x, data.validation.y],
      callbacks: report,
    });
  }
}
