import type { KernelConfig, TensorInfo } from '@tensorflow/tfjs';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { floats, ints } from './heap.ts';

/** The gradient of `gather`, and so of an embedding, which stock tfjs 4.22 lacks on WASM. */
export const unsortedSegmentSum: KernelConfig = {
  kernelName: 'UnsortedSegmentSum',
  backendName: 'wasm',
  kernelFunc: (args) => segmentSum(args as unknown as Call), // the engine passes what the op gave it
};

type Call = { inputs: Record<string, TensorInfo>; attrs: object; backend: BackendWasm };

/** Row r of the result is the sum of the rows of x whose id is r; ids outside the range are passed over. */
function segmentSum({ inputs, attrs, backend }: Call): TensorInfo {
  const { x, segmentIds } = inputs as { x: TensorInfo; segmentIds: TensorInfo };
  const { numSegments } = attrs as { numSegments: number };
  const rowShape = x.shape.slice(segmentIds.shape.length);
  const rowSize = rowShape.reduce((product, n) => product * n, 1);
  const output = backend.makeOutput([numSegments, ...rowShape], x.dtype);
  const view = x.dtype === 'int32' ? ints : floats;
  const sums = view(backend, output).fill(0);
  const rows = view(backend, x);
  const ids = ints(backend, segmentIds);
  for (let i = 0; i < ids.length; i++) {
    const id = ids[i] as number;
    if (id < 0 || id >= numSegments) continue;
    for (let k = 0, to = id * rowSize, from = i * rowSize; k < rowSize; k++, to++, from++) {
      sums[to] = (sums[to] as number) + (rows[from] as number);
    }
  }
  return output;
}
