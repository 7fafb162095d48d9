import { backend_util, type KernelConfig, type TensorInfo } from '@tensorflow/tfjs';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { floats } from './heap.ts';

/** Both gradients of a depthwise convolution, which stock tfjs 4.22 lacks on WASM: plain loops over the heap. */

type Image = [number, number, number, number];
type DepthwiseAttrs = {
  strides: number | [number, number];
  dilations?: number | [number, number];
  pad: 'valid' | 'same' | number | backend_util.ExplicitPadding;
  dimRoundingMode?: 'floor' | 'round' | 'ceil';
};
type Call = { inputs: Record<string, TensorInfo>; attrs: object; backend: BackendWasm };

export const depthwiseBackpropFilter: KernelConfig = {
  kernelName: 'DepthwiseConv2dNativeBackpropFilter',
  backendName: 'wasm',
  kernelFunc: (args) => filterGradient(args as unknown as Call), // the engine passes what the op gave it
};

export const depthwiseBackpropInput: KernelConfig = {
  kernelName: 'DepthwiseConv2dNativeBackpropInput',
  backendName: 'wasm',
  kernelFunc: (args) => inputGradient(args as unknown as Call), // as above
};

/** dL/dW[i,j,c,m] = Σ over n,p,q of x[n, p·s+i−top, q·s+j−left, c] · dy[n,p,q,c·M+m] */
function filterGradient({ inputs, attrs, backend }: Call): TensorInfo {
  const { x, dy } = inputs as { x: TensorInfo; dy: TensorInfo };
  const { filterShape, ...rest } = attrs as DepthwiseAttrs & { filterShape: Image };
  const info = convInfo(x.shape, filterShape, rest);
  const output = backend.makeOutput(filterShape, 'float32');
  const gradient = floats(backend, output).fill(0);
  const values = floats(backend, x);
  const errors = floats(backend, dy);
  eachTap(info, (inputAt, outputAt, filterAt, channels, multiplier) => {
    for (let c = 0; c < channels; c++) {
      const value = values[inputAt + c] as number;
      for (let m = 0, at = c * multiplier; m < multiplier; m++, at++) {
        gradient[filterAt + at] = (gradient[filterAt + at] as number) + value * (errors[outputAt + at] as number);
      }
    }
  });
  return output;
}

/** dL/dx[n,h,w,c] = Σ over the taps that read it, and over m, of W[i,j,c,m] · dy[n,p,q,c·M+m] */
function inputGradient({ inputs, attrs, backend }: Call): TensorInfo {
  const { dy, filter } = inputs as { dy: TensorInfo; filter: TensorInfo };
  const { inputShape, ...rest } = attrs as DepthwiseAttrs & { inputShape: Image };
  const info = convInfo(inputShape, filter.shape, rest);
  const output = backend.makeOutput(inputShape, 'float32');
  const gradient = floats(backend, output).fill(0);
  const weights = floats(backend, filter);
  const errors = floats(backend, dy);
  eachTap(info, (inputAt, outputAt, filterAt, channels, multiplier) => {
    for (let c = 0; c < channels; c++) {
      let sum = 0;
      for (let m = 0, at = c * multiplier; m < multiplier; m++, at++) {
        sum += (weights[filterAt + at] as number) * (errors[outputAt + at] as number);
      }
      gradient[inputAt + c] = (gradient[inputAt + c] as number) + sum;
    }
  });
  return output;
}

function convInfo(inputShape: number[], filterShape: number[], attrs: DepthwiseAttrs): backend_util.Conv2DInfo {
  return backend_util.computeConv2DInfo(
    inputShape as Image, // the op checked the rank
    filterShape as Image,
    attrs.strides,
    attrs.dilations ?? 1,
    attrs.pad,
    attrs.dimRoundingMode,
    true,
  );
}

type Tap = (inputAt: number, outputAt: number, filterAt: number, channels: number, multiplier: number) => void;

/** Every meeting of a filter tap with a pixel inside the image, as offsets of their first channels. */
function eachTap(info: backend_util.Conv2DInfo, visit: Tap): void {
  const { batchSize, inHeight, inWidth, inChannels, outHeight, outWidth, outChannels, padInfo } = info;
  const multiplier = outChannels / inChannels;
  for (let n = 0; n < batchSize; n++) {
    for (let p = 0; p < outHeight; p++) {
      for (let i = 0; i < info.filterHeight; i++) {
        const h = p * info.strideHeight + i * info.dilationHeight - padInfo.top;
        if (h < 0 || h >= inHeight) continue;
        for (let q = 0; q < outWidth; q++) {
          const outputAt = ((n * outHeight + p) * outWidth + q) * outChannels;
          for (let j = 0; j < info.filterWidth; j++) {
            const w = q * info.strideWidth + j * info.dilationWidth - padInfo.left;
            if (w < 0 || w >= inWidth) continue;
            const inputAt = ((n * inHeight + h) * inWidth + w) * inChannels;
            visit(inputAt, outputAt, (i * info.filterWidth + j) * outChannels, inChannels, multiplier);
          }
        }
      }
    }
  }
}
