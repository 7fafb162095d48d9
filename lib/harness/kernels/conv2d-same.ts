import { backend_util, getKernel, type KernelConfig, type NamedTensorInfoMap } from '@tensorflow/tfjs';

/**
 * Stock tfjs 4.22 gives zeros for a convolution padded `same` whose stride is longer than its filter in one direction
 * and which needs padding in the other (a filter of 1 x 3 with strides of 2). The same padding, spelled out, is right.
 */
export function withExplicitPadding(kernelName: 'Conv2D' | 'FusedConv2D'): KernelConfig {
  const stock = getKernel(kernelName, 'wasm');
  if (!stock) throw new Error(`The WASM backend has no kernel ${kernelName}.`);
  return { ...stock, kernelFunc: (args) => stock.kernelFunc({ ...args, attrs: spelledOut(args.inputs, args.attrs) }) };
}

type Attrs = NonNullable<Parameters<KernelConfig['kernelFunc']>[0]['attrs']>;
type Image = [number, number, number, number];

function spelledOut(inputs: NamedTensorInfoMap, attrs: Attrs | undefined): Attrs | undefined {
  if (attrs?.pad !== 'same' || attrs.dataFormat !== 'NHWC') return attrs;
  const { strides, dilations } = attrs as unknown as { strides: number; dilations: number }; // or pairs: passed on as they are
  const shapes = [inputs.x?.shape, inputs.filter?.shape] as [Image, Image]; // the op checked the ranks
  const info = backend_util.computeConv2DInfo(...shapes, strides, dilations, 'same');
  if (info.strideHeight <= info.filterHeight && info.strideWidth <= info.filterWidth) return attrs;
  const { top, bottom, left, right } = info.padInfo;
  const pad = [[0, 0], [top, bottom], [left, right], [0, 0]]; // biome-ignore format: one line
  return { ...attrs, pad };
}
