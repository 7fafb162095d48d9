import { backend_util, type KernelConfig, type TensorInfo } from '@tensorflow/tfjs';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { floats } from './heap.ts';

/**
 * The gradient of average pooling. Forwards, a window that reaches beyond the image averages what lies inside; the
 * stock gradients of tfjs 4.22, on every backend, divide by the whole window's size all the same.
 */
export const avgPoolGrad: KernelConfig = {
  kernelName: 'AvgPoolGrad',
  backendName: 'wasm',
  kernelFunc: (args) => gradientOf(args as unknown as Call), // the engine passes what the op gave it
};

type Call = { inputs: Record<string, TensorInfo>; attrs: object; backend: BackendWasm };
type PoolAttrs = {
  filterSize: number | [number, number];
  strides: number | [number, number];
  pad: 'valid' | 'same' | number | backend_util.ExplicitPadding;
};

/** Each output's error is shared equally by the inputs that it averaged. */
function gradientOf({ inputs, attrs, backend }: Call): TensorInfo {
  const { dy, input } = inputs as { dy: TensorInfo; input: TensorInfo };
  const { filterSize, strides, pad } = attrs as PoolAttrs;
  const shape = input.shape as [number, number, number, number]; // the op checked the rank
  const info = backend_util.computePool2DInfo(shape, filterSize, strides, 1, pad);
  const output = backend.makeOutput(shape, 'float32');
  const gradient = floats(backend, output).fill(0);
  const errors = floats(backend, dy);
  const { inHeight, inWidth, inChannels: channels } = info;
  let at = 0; // walks dy in its own order
  for (let n = 0; n < info.batchSize; n++) {
    for (let p = 0; p < info.outHeight; p++) {
      const rows = span(p * info.strideHeight - info.padInfo.top, info.effectiveFilterHeight, inHeight);
      for (let q = 0; q < info.outWidth; q++, at += channels) {
        const columns = span(q * info.strideWidth - info.padInfo.left, info.effectiveFilterWidth, inWidth);
        const share = 1 / ((rows.to - rows.from) * (columns.to - columns.from));
        for (let h = rows.from; h < rows.to; h++) {
          for (let w = columns.from; w < columns.to; w++) {
            const index = ((n * inHeight + h) * inWidth + w) * channels;
            for (let c = 0; c < channels; c++) {
              gradient[index + c] = (gradient[index + c] as number) + (errors[at + c] as number) * share;
            }
          }
        }
      }
    }
  }
  return output;
}

/** The part of a window that lies inside the image. */
const span = (start: number, size: number, limit: number) => ({
  from: Math.max(0, start),
  to: Math.min(limit, start + size),
});
