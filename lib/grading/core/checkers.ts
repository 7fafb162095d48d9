/**
 * What decides whether an answer is right. Checkers see numbers and nothing else: they run in the grader's process or in
 * the page, never beside student code, and the first thing they ask is whether the numbers have the shape promised.
 */

/** float32, row-major; the first dimension counts the rows. */
export type Matrix = { shape: readonly (number | null)[]; data: Float32Array };

export type Metric = 'accuracy';

/** `losses`: one a row, lower is better, where the metric is a mean over rows. */
export type Measured =
  | { ok: true; value: number; losses?: Float32Array }
  | { ok: false; why: 'wrong_output_shape' | 'not_finite' };

/** By the manifest's name for it. */
export const checkers: Record<Metric, (predictions: Matrix, labels: Matrix) => Measured> = { accuracy };

/**
 * Share of rows, 0…1, whose highest output stands where the label has its highest: for a one-hot label, the class.
 * Where two outputs are equally high the first counts, as in `tf.argMax`.
 * @param predictions `[n, classes]`, exactly the shape of `labels`, every value finite
 */
export function accuracy(predictions: Matrix, labels: Matrix): Measured {
  const flaw = flawOf(predictions, labels.shape);
  if (flaw) return { ok: false, why: flaw };
  const rows = labels.shape[0] ?? 0;
  const width = labels.data.length / rows;
  const losses = new Float32Array(rows);
  for (let row = 0; row < rows; row++) {
    losses[row] = highest(predictions.data, row * width, width) === highest(labels.data, row * width, width) ? 0 : 1;
  }
  const wrong = losses.reduce((sum, loss) => sum + loss, 0);
  return { ok: true, value: rows === 0 ? 0 : (rows - wrong) / rows, losses };
}

/** What is wrong with numbers that should have `shape` and be finite, or null. */
export function flawOf(matrix: Matrix, shape: readonly (number | null)[]): 'wrong_output_shape' | 'not_finite' | null {
  const size = shape.reduce<number>((product, n) => product * (n ?? 0), 1);
  const same = matrix.shape.length === shape.length && matrix.shape.every((n, i) => n === shape[i]);
  if (!same || matrix.data.length !== size) return 'wrong_output_shape';
  return matrix.data.every(Number.isFinite) ? null : 'not_finite';
}

/** Index, from the row's start, of its first highest value. */
function highest(data: Float32Array, start: number, width: number): number {
  let best = 0;
  for (let i = 1; i < width; i++) {
    if ((data[start + i] ?? 0) > (data[start + best] ?? 0)) best = i;
  }
  return best;
}
