import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { Fault } from './fault.ts';
import { readTopology } from './topology.ts';

const refusal = (text: string) => {
  try {
    readTopology(text);
  } catch (error) {
    if (error instanceof Fault) return `${error.code}: ${error.message}`;
    throw error;
  }
  return 'accepted';
};

const model = (layer: object, rest: object = {}) =>
  JSON.stringify({ class_name: 'Sequential', config: { name: 's', layers: [layer] }, ...rest });
const dense = {
  class_name: 'Dense',
  config: {
    units: 3,
    kernel_initializer: { class_name: 'VarianceScaling', config: { scale: 1 } },
    kernel_regularizer: { class_name: 'L1L2', config: {} },
  },
};

describe('the allow-list of topologies', () => {
  it('takes out what loading does not need', () => {
    expect(readTopology(model(dense))).toMatchObject({
      config: {
        layers: [{ config: { units: 3, kernel_initializer: { class_name: 'Zeros' }, kernel_regularizer: null } }],
      },
    });
  });

  it('accepts every kind of network a course needs, as tfjs writes it', async () => {
    const image = tf.input({ shape: [8, 8, 3] });
    const left = tf.layers
      .separableConv2d({ filters: 4, kernelSize: 3, padding: 'same' })
      .apply(image) as tf.SymbolicTensor;
    const right = tf.layers
      .conv2d({ filters: 4, kernelSize: 1, kernelRegularizer: 'l1l2' })
      .apply(image) as tf.SymbolicTensor;
    const joined = tf.layers.add().apply([left, right]) as tf.SymbolicTensor;
    const normal = tf.layers.batchNormalization().apply(joined) as tf.SymbolicTensor;
    const branches = tf.model({
      inputs: image,
      outputs: tf.layers.globalAveragePooling2d({}).apply(normal) as tf.SymbolicTensor,
    });
    const recurrent = tf.sequential({
      layers: [
        tf.layers.embedding({ inputDim: 20, outputDim: 4, inputLength: 6 }),
        tf.layers.bidirectional({ layer: tf.layers.lstm({ units: 3, returnSequences: true }) as tf.RNN }),
        tf.layers.timeDistributed({ layer: tf.layers.dense({ units: 2 }) }),
        tf.layers.gru({ units: 3 }),
        tf.layers.dense({ units: 2, activation: 'softmax' }),
      ],
    });
    const nested = tf.sequential({ layers: [branches as unknown as tf.layers.Layer, tf.layers.dense({ units: 2 })] });
    for (const one of [branches, recurrent, nested]) {
      const topology = readTopology(JSON.stringify(one.toJSON(null, false)));
      const loaded = await tf.loadLayersModel(tf.io.fromMemory({ modelTopology: topology }));
      expect(loaded.countParams()).toBe(one.countParams());
    }
  });

  it.each([
    ['a custom layer', model({ class_name: 'Stealer', config: {} }), /layer_not_allowed: The layer Stealer/],
    [
      'a custom layer inside a wrapper',
      model({ class_name: 'TimeDistributed', config: { layer: { class_name: 'Evil', config: {} } } }),
      /Evil/,
    ],
    ['a class that is no text', model({ class_name: { toString: 'Dense' }, config: {} }), /no class/],
    ['something that is no model', '{"class_name":"Dense","config":{}}', /not_a_model/],
    ['a list', '[]', /not_a_model/],
    ['text', '"Sequential"', /not_a_model/],
    ['no JSON', '{', /not JSON/],
    ['a number beyond reason', model({ class_name: 'Dense', config: { units: 1e12 } }), /holds the number/],
    ['infinity', model({ class_name: 'Dense', config: {} }).replace('{}', '{"units":1e999}'), /holds the number/],
    ['a long list', model({ class_name: 'Dense', config: { units: Array(5000).fill(1) } }), /too long/],
    [
      'deep nesting',
      model({ class_name: 'Dense', config: JSON.parse(`${'{"a":'.repeat(40)}1${'}'.repeat(40)}`) }),
      /too deeply/,
    ],
    ['a class named as the loader also reads it', model({ className: 'Dense', config: {} }), /another way/],
    ['the same with more underscores', model({ class__name: 'Dense', config: {} }), /another way/],
    ['too much text', model({ class_name: 'Dense', config: { name: 'x'.repeat(2_000_001) } }), /too long/],
    [
      'too many layers',
      JSON.stringify({ class_name: 'Sequential', config: { layers: Array(301).fill(dense) } }),
      /300 layers/,
    ],
  ])('refuses %s', (_what, text, message) => {
    expect(refusal(text)).toMatch(message);
  });

  it('keeps an assignment’s own limits, on what tfjs itself writes', () => {
    const text = JSON.stringify(
      tf
        .sequential({
          layers: [
            tf.layers.embedding({ inputDim: 20, outputDim: 4, inputLength: 6 }),
            tf.layers.bidirectional({ layer: tf.layers.lstm({ units: 3 }) as tf.RNN, name: 'both_ways' }),
            tf.layers.dense({ units: 2, name: 'head' }),
          ],
        })
        .toJSON(null, false),
    );
    expect(() => readTopology(text, { most: 3 })).not.toThrow();
    expect(() => readTopology(text, { most: 2 })).toThrow('The model has 3 layers, head (Dense)');
    expect(() => readTopology(text, { kinds: ['Embedding', 'Bidirectional', 'LSTM', 'Dense'] })).not.toThrow();
    expect(() => readTopology(text, { kinds: ['Embedding', 'LSTM', 'Dense'] })).toThrow(
      'The layer both_ways is of the kind Bidirectional; allowed here: Embedding, LSTM, Dense.',
    );
  });

  it('drops prototypes', () => {
    const read = readTopology('{"class_name":"Sequential","__proto__":{"polluted":true},"config":{"layers":[]}}');
    expect(Object.keys(read)).toEqual(['class_name', 'config']);
    expect((read as { polluted?: boolean }).polluted).toBeUndefined();
  });
});
