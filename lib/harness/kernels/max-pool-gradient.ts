import { backend_util, type KernelConfig, type TensorInfo } from '@tensorflow/tfjs';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { floats } from './heap.ts';

/**
 * The gradient of max pooling. The stock kernel of tfjs 4.22 drops it for every window whose maximum is 0 or less:
 * unnoticed after ReLU, wrong after anything else.
 */
export const maxPoolGrad: KernelConfig = {
  kernelName: 'MaxPoolGrad',
  backendName: 'wasm',
  kernelFunc: (args) => gradientOf(args as unknown as Call), // the engine passes what the op gave it
};

type Call = { inputs: Record<string, TensorInfo>; attrs: object; backend: BackendWasm };
type PoolAttrs = {
  filterSize: number | [number, number];
  strides: number | [number, number];
  pad: 'valid' | 'same' | number | backend_util.ExplicitPadding;
  dimRoundingMode?: 'floor' | 'round' | 'ceil';
};

/** Each output's error goes to the first largest input of its window. */
function gradientOf({ inputs, attrs, backend }: Call): TensorInfo {
  const { dy, input } = inputs as { dy: TensorInfo; input: TensorInfo };
  const { filterSize, strides, pad, dimRoundingMode } = attrs as PoolAttrs;
  const shape = input.shape as [number, number, number, number]; // the op checked the rank
  const info = backend_util.computePool2DInfo(shape, filterSize, strides, 1, pad, dimRoundingMode);
  const output = backend.makeOutput(shape, 'float32');
  const gradient = floats(backend, output).fill(0);
  const values = floats(backend, input);
  const errors = floats(backend, dy);
  const { inHeight, inWidth, inChannels: channels, padInfo } = info;
  let at = 0; // walks dy in its own order
  for (let n = 0; n < info.batchSize; n++) {
    for (let p = 0; p < info.outHeight; p++) {
      const top = p * info.strideHeight - padInfo.top;
      const rows: [number, number] = [Math.max(0, top), Math.min(inHeight, top + info.effectiveFilterHeight)];
      for (let q = 0; q < info.outWidth; q++) {
        const left = q * info.strideWidth - padInfo.left;
        const from = Math.max(0, left);
        const to = Math.min(inWidth, left + info.effectiveFilterWidth);
        for (let c = 0; c < channels; c++, at++) {
          let best = Number.NEGATIVE_INFINITY;
          let winner = -1;
          for (let h = rows[0]; h < rows[1]; h++) {
            let index = ((n * inHeight + h) * inWidth + from) * channels + c;
            for (let w = from; w < to; w++, index += channels) {
              const value = values[index] as number;
              if (value > best) {
                best = value;
                winner = index;
              }
            }
          }
          // None wins where a window lies outside the image or holds only NaN.
          if (winner >= 0) gradient[winner] = (gradient[winner] as number) + (errors[at] as number);
        }
      }
    }
  }
  return output;
}
