import type { LayersModel, layers } from '@tensorflow/tfjs';
import type { TfModule } from './compile.ts';
import { Fault } from './fault.ts';
import { decode, encode, MalformedTensors, type Tensor } from './safetensors.ts';

type Layer = layers.Layer;
type Variable = Layer['weights'][number];

/**
 * The model's variables in the order in which its layers were built. Not `model.getWeights()`, which puts frozen
 * layers last: a `train` that freezes a layer would change the order, and with it the meaning of a file of weights.
 */
export function variablesOf(model: LayersModel): Variable[] {
  const seen = new Set<number>();
  return model.layers.flatMap(ofLayer).filter(({ id }) => !seen.has(id) && seen.add(id)); // a shared layer counts once
}

function ofLayer(layer: Layer): Variable[] {
  const inner = (layer as { layers?: Layer[] }).layers; // a model used as a layer
  return inner ? inner.flatMap(ofLayer) : layer.weights;
}

/** The weights as safetensors `w0`, `w1`, … in the order of `variablesOf`. */
export async function exportWeights(model: LayersModel): Promise<Uint8Array<ArrayBuffer>> {
  const tensors = variablesOf(model).map(async (variable, i): Promise<Tensor> => {
    const value = variable.read();
    return { name: `w${i}`, dtype: 'F32', shape: [...value.shape], data: Float32Array.from(await value.data()) };
  });
  return encode(await Promise.all(tensors));
}

/**
 * Gives the model these weights.
 * @throws Fault `weights_mismatch` where number or shapes differ, `not_finite` where a weight is not a number
 */
export function importWeights(tf: TfModule, model: LayersModel, bytes: Uint8Array): void {
  const variables = variablesOf(model);
  const tensors = inOrder(decodeWeights(bytes));
  if (tensors.length !== variables.length) {
    throw new Fault(
      'weights_mismatch',
      `The model has ${variables.length} tensors of weights, the file ${tensors.length}.`,
    );
  }
  variables.forEach((variable, i) => {
    const { shape, data } = tensors[i] as Tensor; // the lengths are equal
    if (shape.join() !== variable.shape.join()) {
      const wanted = `${variable.originalName} has [${variable.shape.join(', ')}]`;
      throw new Fault('weights_mismatch', `w${i} of the file has the shape [${shape.join(', ')}], but ${wanted}.`);
    }
    if (!data.every(Number.isFinite)) throw new Fault('not_finite', `w${i} of the file holds NaN or infinity.`);
    const value = tf.tensor(data, shape, 'float32');
    variable.write(value);
    value.dispose();
  });
}

function decodeWeights(bytes: Uint8Array): Tensor[] {
  try {
    return decode(bytes);
  } catch (error) {
    if (error instanceof MalformedTensors) throw new Fault('weights_mismatch', error.message);
    throw error;
  }
}

function inOrder(tensors: Tensor[]): Tensor[] {
  const byName = new Map(tensors.map((tensor) => [tensor.name, tensor]));
  return tensors.map((_, i) => {
    const tensor = byName.get(`w${i}`);
    if (tensor?.dtype !== 'F32') throw new Fault('weights_mismatch', `The file has no 32-bit float tensor w${i}.`);
    return tensor;
  });
}
