import type { Task } from '#lib/harness/protocol.ts';

/** What an assignment adds to the names a student may use without importing them: `Data` and `Split`. */
export function assignmentTypes({ inputShape, outputShape }: Task): string {
  return `import type * as tf from '@tensorflow/tfjs';
declare global {
  /** Samples with their labels. */
  type Split = {
    /** float32 [n, ${inputShape.join(', ')}] */
    x: ${tensorType(inputShape)};
    /** float32 [n, ${outputShape.join(', ')}] */
    y: ${tensorType(outputShape)};
  };
  /** What \`train\` is given. */
  type Data = { train: Split; validation: Split };
}
`;
}

/** One more than the shape: the batch comes first. */
const tensorType = (shape: readonly number[]) => `tf.Tensor${shape.length + 1}D`;
