import { backend_util, getKernel, type KernelConfig, type TensorInfo } from '@tensorflow/tfjs';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { call, floats, free } from './heap.ts';

/**
 * The two gradients of a convolution, written as convolutions, because the backend's Conv2D (XNNPACK) is its fastest
 * kernel by far. Stock tfjs 4.22 lacks the first and computes the second by plain loops.
 */

type Image = [number, number, number, number];
type Pair = number | [number, number];
type Pad = 'valid' | 'same' | number | backend_util.ExplicitPadding;

type ConvAttrs = {
  strides: Pair;
  pad: Pad;
  dataFormat: 'NHWC' | 'NCHW';
  dimRoundingMode?: 'floor' | 'round' | 'ceil';
};

type Call = { inputs: Record<string, TensorInfo>; attrs: object; backend: BackendWasm };

function convInfo(inputShape: number[], filterShape: number[], attrs: ConvAttrs): backend_util.Conv2DInfo {
  if (attrs.dataFormat !== 'NHWC') throw new Error('Convolutions on the WASM backend take channelsLast data only.');
  return backend_util.computeConv2DInfo(
    inputShape as Image, // the op checked the rank
    filterShape as Image,
    attrs.strides,
    1, // tfjs differentiates no dilated convolution
    attrs.pad,
    attrs.dimRoundingMode,
  );
}

/**
 * dL/dW[i,j,c,k] = Σ over n,p,q of x[n, p·s+i−top, q·s+j−left, c] · dy[n,p,q,k]
 *
 * Read with the channel c as the batch and the sample n as the channel, this is a convolution of x by dy whose taps
 * lie s apart: a convolution dilated by the stride.
 */
export const conv2dBackpropFilter: KernelConfig = {
  kernelName: 'Conv2DBackpropFilter',
  backendName: 'wasm',
  kernelFunc: (args) => filterGradient(args as unknown as Call), // the engine passes what the op gave it
};

function filterGradient({ inputs, attrs, backend }: Call): TensorInfo {
  const { x, dy } = inputs as { x: TensorInfo; dy: TensorInfo };
  const { filterShape, ...conv } = attrs as ConvAttrs & { filterShape: Image };
  const info = convInfo(x.shape, filterShape, conv);
  const { strideHeight: sh, strideWidth: sw, padInfo, filterHeight, filterWidth } = info;

  const channelsFirst = call(backend, 'Transpose', { x }, { perm: [3, 1, 2, 0] }); // [C, H, W, N]
  const errors = call(backend, 'Transpose', { x: dy }, { perm: [1, 2, 0, 3] }); // [OH, OW, N, K]
  // Rows that the windows reach below the image; none where rows are left over instead.
  const bottom = Math.max(0, (info.outHeight - 1) * sh + filterHeight - info.inHeight - padInfo.top);
  const right = Math.max(0, (info.outWidth - 1) * sw + filterWidth - info.inWidth - padInfo.left);
  const pad = [[0, 0], [padInfo.top, bottom], [padInfo.left, right], [0, 0]]; // biome-ignore format: one line
  const whole = call(
    backend,
    'Conv2D',
    { x: channelsFirst, filter: errors },
    { strides: 1, dilations: [sh, sw], pad, dataFormat: 'NHWC' },
  );
  // Left-over rows give further taps, which the filter does not have.
  const size = [info.inChannels, filterHeight, filterWidth, info.outChannels];
  const taps = call(backend, 'Slice', { x: whole }, { begin: [0, 0, 0, 0], size });
  const gradient = call(backend, 'Transpose', { x: taps }, { perm: [1, 2, 0, 3] }); // [FH, FW, C, K]
  free(backend, channelsFirst, errors, whole, taps);
  return gradient;
}

/**
 * dL/dx is the convolution of dy, its entries spread apart by the stride, with the filter turned by 180 degrees and its
 * channels swapped. Also what a transposed convolution computes forwards.
 */
export function conv2dBackpropInput(): KernelConfig {
  const stock = getKernel('Conv2DBackpropInput', 'wasm');
  if (!stock) throw new Error('The WASM backend has no kernel Conv2DBackpropInput.');
  return {
    ...stock,
    kernelFunc: (args) => inputGradient(args as unknown as Call) ?? stock.kernelFunc(args), // as above
  };
}

/** Null for the odd shapes (padding wider than the filter) that the stock kernel must do. */
function inputGradient({ inputs, attrs, backend }: Call): TensorInfo | null {
  const { dy, filter } = inputs as { dy: TensorInfo; filter: TensorInfo };
  const { inputShape, ...conv } = attrs as ConvAttrs & { inputShape: Image };
  const info = convInfo(inputShape, filter.shape, conv);
  const { filterHeight, filterWidth, padInfo } = info;
  const top = filterHeight - 1 - padInfo.top;
  const left = filterWidth - 1 - padInfo.left;
  const bottom = info.inHeight + filterHeight - 1 - ((info.outHeight - 1) * info.strideHeight + 1) - top;
  const right = info.inWidth + filterWidth - 1 - ((info.outWidth - 1) * info.strideWidth + 1) - left;
  if (Math.min(top, left, bottom, right) < 0) return null;

  const errors = spread(dy, info, backend);
  const turned = call(backend, 'Reverse', { x: filter }, { dims: [0, 1] });
  const swapped = call(backend, 'Transpose', { x: turned }, { perm: [0, 1, 3, 2] }); // [FH, FW, K, C]
  const pad = [[0, 0], [top, bottom], [left, right], [0, 0]]; // biome-ignore format: one line
  const gradient = call(
    backend,
    'Conv2D',
    { x: errors, filter: swapped },
    { strides: 1, dilations: 1, pad, dataFormat: 'NHWC' },
  );
  free(backend, turned, swapped);
  if (errors !== dy) free(backend, errors);
  return gradient;
}

/** dy with `stride − 1` zeros between neighbours; dy itself when the stride is 1. */
function spread(dy: TensorInfo, info: backend_util.Conv2DInfo, backend: BackendWasm): TensorInfo {
  const { strideHeight: sh, strideWidth: sw, batchSize, outHeight, outWidth, outChannels } = info;
  if (sh === 1 && sw === 1) return dy;
  const height = (outHeight - 1) * sh + 1;
  const width = (outWidth - 1) * sw + 1;
  const spaced = backend.makeOutput([batchSize, height, width, outChannels], 'float32');
  const from = floats(backend, dy);
  const to = floats(backend, spaced).fill(0);
  for (let n = 0, read = 0; n < batchSize; n++) {
    for (let p = 0; p < outHeight; p++) {
      for (let q = 0; q < outWidth; q++, read += outChannels) {
        const write = ((n * height + p * sh) * width + q * sw) * outChannels;
        for (let k = 0; k < outChannels; k++) to[write + k] = from[read + k] as number;
      }
    }
  }
  return spaced;
}
