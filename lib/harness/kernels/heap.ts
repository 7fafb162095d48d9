import { getKernel, type NamedAttrMap, type TensorInfo } from '@tensorflow/tfjs';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';

/** How our kernels reach the WASM backend: its memory, and the kernels it already has. */

/** The values of a float tensor, in place. Valid until the next allocation, which may move the heap. */
export function floats(backend: BackendWasm, info: TensorInfo): Float32Array {
  return backend.typedArrayFromHeap({ ...info, dtype: 'float32' }) as Float32Array; // its dtype says so
}

export function ints(backend: BackendWasm, info: TensorInfo): Int32Array {
  return backend.typedArrayFromHeap({ ...info, dtype: 'int32' }) as Int32Array; // its dtype says so
}

/** Runs a kernel of the WASM backend outside the engine, so that the caller owns the result and must `free` it. */
export function call(
  backend: BackendWasm,
  name: string,
  inputs: Record<string, TensorInfo>,
  attrs: NamedAttrMap,
): TensorInfo {
  const kernel = getKernel(name, 'wasm');
  if (!kernel) throw new Error(`The WASM backend has no kernel ${name}.`);
  const output = kernel.kernelFunc({ inputs, attrs, backend });
  if (Array.isArray(output)) throw new Error(`${name} gave several tensors.`);
  return output;
}

export function free(backend: BackendWasm, ...infos: TensorInfo[]): void {
  for (const { dataId } of infos) backend.disposeData(dataId);
}
