import { Fault } from './fault.ts';

/**
 * Which networks may be loaded where no student code runs. The topology is text from a process that student code
 * shared, so it is read as hostile: only layers of this list, only numbers of a sane size, and nothing that would make
 * the loader compute or remember what it need not.
 */

const layers = new Set(
  `InputLayer Dense Activation ReLU LeakyReLU PReLU ELU ThresholdedReLU Softmax
  Flatten Reshape Permute RepeatVector Masking Embedding
  Dropout SpatialDropout1D GaussianDropout GaussianNoise AlphaDropout
  Conv1D Conv2D Conv3D Conv2DTranspose Conv3DTranspose SeparableConv2D DepthwiseConv2D
  Cropping2D UpSampling2D ZeroPadding2D CenterCrop Rescaling Resizing
  MaxPooling1D MaxPooling2D MaxPooling3D AveragePooling1D AveragePooling2D AveragePooling3D
  GlobalMaxPooling1D GlobalMaxPooling2D GlobalAveragePooling1D GlobalAveragePooling2D
  BatchNormalization LayerNormalization
  Add Multiply Average Maximum Minimum Concatenate Dot
  SimpleRNN SimpleRNNCell LSTM LSTMCell GRU GRUCell StackedRNNCells RNN ConvLSTM2D ConvLSTM2DCell
  Bidirectional TimeDistributed`.split(/\s+/),
);

/** Models inside models. */
const containers = new Set(['Sequential', 'Functional', 'Model']);

/** Parts of a layer's configuration that name a class without being a layer. */
const parts = /_(initializer|regularizer|constraint)$/;

const limits = { text: 2_000_000, depth: 24, layers: 300, number: 10_000_000, array: 4096 };

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/**
 * The topology, checked, as the object tfjs loads: initialisers, regularisers and constraints are taken out, since
 * every weight will be given.
 * @param text JSON of `model.toJSON()`
 * @throws Fault `layer_not_allowed`, `not_a_model`
 */
export function readTopology(text: string): { [key: string]: Json } {
  if (text.length > limits.text) throw new Fault('not_a_model', 'The description of the model is too long.');
  const value = parse(text);
  if (!isObject(value) || typeof value.class_name !== 'string' || !containers.has(value.class_name)) {
    throw new Fault('not_a_model', 'This is not the description of a layers model.');
  }
  const count = { layers: 0 };
  return checked(value, 0, count) as { [key: string]: Json }; // an object in is an object out
}

function parse(text: string): Json {
  try {
    return JSON.parse(text) as Json; // what JSON can hold
  } catch {
    throw new Fault('not_a_model', 'The description of the model is not JSON.');
  }
}

const isObject = (value: Json | undefined): value is { [key: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function checked(value: Json, depth: number, count: { layers: number }): Json {
  if (depth > limits.depth) throw new Fault('not_a_model', 'The description of the model is nested too deeply.');
  if (typeof value === 'number' && !(Math.abs(value) <= limits.number)) {
    throw new Fault('not_a_model', `The model's description holds the number ${value}.`);
  }
  if (Array.isArray(value)) {
    if (value.length > limits.array) throw new Fault('not_a_model', 'The description of the model is too long.');
    return value.map((item) => checked(item, depth + 1, count));
  }
  if (!isObject(value)) return value;
  if ('class_name' in value) checkClass(value.class_name, count);
  const entries = Object.entries(value).filter(([key]) => key !== '__proto__');
  return Object.fromEntries(entries.map(([key, item]) => [key, part(key, item, depth, count)]));
}

function part(key: string, item: Json, depth: number, count: { layers: number }): Json {
  if (!parts.test(key)) return checked(item, depth + 1, count);
  // Zeros are the one initialiser that costs nothing and needs no randomness.
  return key.endsWith('_initializer') ? { class_name: 'Zeros', config: {} } : null;
}

function checkClass(name: Json | undefined, count: { layers: number }): void {
  if (typeof name !== 'string') throw new Fault('not_a_model', 'A layer has no class.');
  if (containers.has(name)) return;
  if (!layers.has(name)) {
    throw new Fault('layer_not_allowed', `The layer ${name.slice(0, 80)} is not one of the standard layers.`);
  }
  if (++count.layers > limits.layers) throw new Fault('not_a_model', `A model may have ${limits.layers} layers.`);
}
