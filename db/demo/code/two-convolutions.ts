import * as tf from '@tensorflow/tfjs';

// Strokes, then pieces of digits. Pooling between them makes the second layer see twice as far.
export function createModel(): tf.LayersModel {
  const image = tf.input({ shape: [20, 20, 1] });
  const strokes = tf.layers.conv2d({ filters: 10, kernelSize: 3, activation: 'relu' }).apply(image);
  const smaller = tf.layers.maxPooling2d({ poolSize: 2 }).apply(strokes);
  const pieces = tf.layers.conv2d({ filters: 24, kernelSize: 5, activation: 'relu' }).apply(smaller);
  const found = tf.layers.globalMaxPooling2d({}).apply(pieces);
  const digit = tf.layers.dense({ units: 10, activation: 'softmax' }).apply(found);
  return tf.model({ inputs: image, outputs: digit as tf.SymbolicTensor });
}

export async function train(model: tf.LayersModel, data: Data, report: tf.CustomCallbackArgs) {
  model.compile({ optimizer: tf.train.adam(0.004), loss: 'categoricalCrossentropy', metrics: ['accuracy'] });
  await model.fit(data.train.x, data.train.y, {
    epochs: 8,
    batchSize: 64,
    validationData: [data.validation.x, data.validation.y],
    callbacks: report,
  });
}
