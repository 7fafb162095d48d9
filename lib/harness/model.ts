import type { LayersModel, layers, Shape } from '@tensorflow/tfjs';
import type { TfModule } from './compile.ts';
import { Fault } from './fault.ts';
import type { HarnessEvent, LayerSummary, Task, TensorData } from './protocol.ts';
import { readTopology } from './topology.ts';
import { importWeights, variablesOf } from './weights.ts';

/** Whether what `createModel` returned is a model for this task. @throws Fault naming what is wrong */
export function checkModel(tf: TfModule, model: unknown, task: Task): LayersModel {
  if (model instanceof Promise) {
    throw new Fault('not_a_model', 'createModel returned a Promise; write it without async.');
  }
  if (!(model instanceof tf.LayersModel)) {
    throw new Fault('not_a_model', `createModel returned ${kindOf(model)} instead of a tf.LayersModel.`);
  }
  checkShapes(model, task);
  const parameters = countParameters(model);
  if (parameters > task.maxParameters) {
    throw new Fault(
      'too_many_parameters',
      `The model has ${parameters.toLocaleString('en')} parameters; at most ${task.maxParameters.toLocaleString('en')} are allowed.`,
    );
  }
  return model;
}

const kindOf = (value: unknown) => (value === undefined ? 'nothing' : value === null ? 'null' : `a ${typeof value}`);

function checkShapes(model: LayersModel, task: Task): void {
  if (!model.inputs?.length) {
    const want = `[${task.inputShape.join(', ')}]`;
    throw new Fault('wrong_input_shape', `The model has no input shape: give its first layer inputShape: ${want}.`);
  }
  const input = onlyShape(model.inputs, 'wrong_input_shape', 'inputs');
  if (!fits(input, task.inputShape)) {
    throw new Fault('wrong_input_shape', `The model takes ${show(input)}, but the data are ${show(task.inputShape)}.`);
  }
  const output = onlyShape(model.outputs, 'wrong_output_shape', 'outputs');
  if (!fits(output, task.outputShape)) {
    throw new Fault(
      'wrong_output_shape',
      `The model gives ${show(output)}, but should give ${show(task.outputShape)}.`,
    );
  }
}

/** The shape of one sample: without the batch dimension. */
function onlyShape(tensors: { shape: Shape }[], code: 'wrong_input_shape' | 'wrong_output_shape', what: string): Shape {
  const [first] = tensors;
  if (!first || tensors.length > 1) throw new Fault(code, `The model has ${tensors.length} ${what} instead of one.`);
  return first.shape.slice(1);
}

/** A dimension left open (null) takes any size. */
const fits = (shape: Shape, wanted: number[]) =>
  shape.length === wanted.length && shape.every((n, i) => n === null || n === wanted[i]);

const show = (shape: Shape) => `[n, ${shape.map((n) => n ?? '?').join(', ')}]`;

/** Counted on the variables themselves: `model.countParams` is the student's to replace. */
export function countParameters(model: LayersModel): number {
  return variablesOf(model).reduce((sum, { shape }) => sum + sizeOf(shape), 0);
}

const sizeOf = (shape: Shape) => shape.reduce<number>((product, n) => product * (n ?? 1), 1);

/** The model as the protocol says it, with a topology that has passed the allow-list and the assignment's limits. */
export function describeModel(model: LayersModel, { layers }: Pick<Task, 'layers'>): HarnessEvent & { type: 'model' } {
  const topology = JSON.stringify(model.toJSON(null, false));
  readTopology(topology, layers); // refuses layers by name
  return { type: 'model', layers: model.layers.map(summarise), parameters: countParameters(model), topology };
}

function summarise(layer: layers.Layer): LayerSummary {
  return {
    name: layer.name.slice(0, 200),
    className: layer.getClassName().slice(0, 100),
    outputShape: outputShapeOf(layer),
    parameters: layer.countParams(),
    trainable: layer.trainable,
  };
}

/** A layer used twice, or with several outputs, has no single shape to show. */
function outputShapeOf(layer: layers.Layer): Shape {
  try {
    const shape = layer.outputShape;
    return shape.every((n) => n === null || typeof n === 'number') ? (shape as Shape) : []; // just looked
  } catch {
    return [];
  }
}

/** A model from its description and weights alone. @throws Fault as `readTopology`, `checkModel`, `importWeights` */
export async function loadModel(tf: TfModule, topology: string, weights: Uint8Array, task: Task) {
  const modelTopology = readTopology(topology, task.layers);
  const loaded = await tf.loadLayersModel(tf.io.fromMemory({ modelTopology })).catch((error: unknown) => {
    throw new Fault('not_a_model', error instanceof Error ? error.message : 'The model cannot be loaded.');
  });
  const model = checkModel(tf, loaded, task);
  importWeights(tf, model, weights);
  return model;
}

/** Samples a call: enough to keep the kernels busy, few enough for the activations of a wide network to fit. */
export const batchSize = 256;

/**
 * The model's outputs for all of x.
 * @throws Fault `wrong_output_shape`; `not_finite` where an output is NaN or infinite
 */
export async function predictAll(
  tf: TfModule,
  model: LayersModel,
  x: TensorData,
  task: Task,
): Promise<{ shape: number[]; data: Float32Array<ArrayBuffer> }> {
  const [total = 0, ...sample] = x.shape;
  const sampleSize = sizeOf(sample);
  const outputSize = sizeOf(task.outputShape);
  const data = new Float32Array(total * outputSize);
  for (let from = 0; from < total; from += batchSize) {
    const rows = Math.min(batchSize, total - from);
    const values = x.data.subarray(from * sampleSize, (from + rows) * sampleSize);
    const output = tf.tidy(() => {
      const result: unknown = model.predictOnBatch(tf.tensor(values, [rows, ...sample])); // the student's to replace
      if (Array.isArray(result)) throw new Fault('wrong_output_shape', 'The model gave several outputs.');
      if (!(result instanceof tf.Tensor)) {
        throw new Fault('wrong_output_shape', `The model gave ${kindOf(result)} instead of a tensor.`);
      }
      if (result.dtype !== 'float32') {
        throw new Fault('wrong_output_shape', `The model gave numbers of type ${result.dtype} instead of float32.`);
      }
      return result;
    });
    if (output.shape.join() !== [rows, ...task.outputShape].join()) {
      const wanted = [rows, ...task.outputShape].join(', ');
      throw new Fault('wrong_output_shape', `The model gave [${output.shape.join(', ')}] instead of [${wanted}].`);
    }
    data.set(await output.data(), from * outputSize);
    output.dispose();
  }
  if (!data.every(Number.isFinite)) throw new Fault('not_finite', 'The model gives NaN or infinite outputs.');
  return { shape: [total, ...task.outputShape], data };
}
