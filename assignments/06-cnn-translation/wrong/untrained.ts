// Caught by: Accuracy on the private test digits
// A good network that never learns: train() compiles and returns.
import * as tf from '@tensorflow/tfjs';

export function createModel(): tf.LayersModel {
  const model = tf.sequential();
  model.add(tf.layers.conv2d({ inputShape: [20, 20, 1], filters: 16, kernelSize: 3, activation: 'relu' }));
  model.add(tf.layers.maxPooling2d({ poolSize: 2 }));
  model.add(tf.layers.conv2d({ filters: 32, kernelSize: 3, activation: 'relu' }));
  model.add(tf.layers.globalMaxPooling2d({}));
  model.add(tf.layers.dense({ units: 10, activation: 'softmax' }));
  return model;
}

export async function train(model: tf.LayersModel, _data: Data, _report: tf.CustomCallbackArgs) {
  model.compile({ optimizer: tf.train.adam(0.003), loss: 'categoricalCrossentropy' });
}
