import * as tf from '@tensorflow/tfjs';

// 9,278 parameters. Small kernels look for strokes, then for pieces of digits, everywhere alike; the global maximum
// keeps only whether a piece was found, not where.

export function createModel(): tf.LayersModel {
  const model = tf.sequential();
  model.add(convolution(8, { inputShape: [20, 20, 1] }));
  model.add(convolution(16));
  model.add(tf.layers.maxPooling2d({ poolSize: 2 }));
  model.add(convolution(24));
  model.add(convolution(20));
  model.add(tf.layers.globalMaxPooling2d({}));
  model.add(tf.layers.dense({ units: 10, activation: 'softmax' }));
  return model;
}

/** 3x3, without padding: each such layer makes the image two pixels smaller. */
function convolution(filters: number, first: { inputShape?: number[] } = {}) {
  return tf.layers.conv2d({ ...first, filters, kernelSize: 3, activation: 'relu', kernelInitializer: 'heNormal' });
}

export async function train(model: tf.LayersModel, data: Data, report: tf.CustomCallbackArgs) {
  // Large steps find the valley, small steps its floor.
  await trainFor(8, 0.004, model, data, report);
  await trainFor(3, 0.0008, model, data, report);
}

async function trainFor(
  epochs: number,
  learningRate: number,
  model: tf.LayersModel,
  data: Data,
  report: tf.CustomCallbackArgs,
) {
  model.compile({ optimizer: tf.train.adam(learningRate), loss: 'categoricalCrossentropy', metrics: ['accuracy'] });
  await model.fit(data.train.x, data.train.y, {
    epochs,
    batchSize: 64,
    validationData: [data.validation.x, data.validation.y],
    callbacks: report,
  });
}
