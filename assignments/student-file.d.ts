/** What a student's file may use without importing it. The editor knows it more exactly, by the shapes of the assignment. */

/** Tensors shaped as the assignment's prompt says: `x` inputs, `y` what the model should answer. */
type Data = {
  train: { x: import('@tensorflow/tfjs').Tensor; y: import('@tensorflow/tfjs').Tensor };
  validation: { x: import('@tensorflow/tfjs').Tensor; y: import('@tensorflow/tfjs').Tensor };
};
