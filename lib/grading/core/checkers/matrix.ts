/**
 * What checkers see: numbers and nothing else. They run in the grader's process or in the page, never beside student
 * code, and the first thing they ask is whether the numbers have the shape promised. Sums are kept in float64.
 */

/** float32, row-major; the first dimension counts the rows. */
export type Matrix = { shape: readonly (number | null)[]; data: Float32Array };

/** `labels_unfit` is no fault of the student: the metric has no value for these labels, whatever is predicted. */
export type Flaw = 'wrong_output_shape' | 'not_finite' | 'not_probabilities' | 'labels_unfit';

/** `losses`: one a row, lower is better, where the metric grows or falls with their mean alone. */
export type Measured = { ok: true; value: number; losses?: Float32Array } | { ok: false; why: Flaw };

/** Predictions and labels of one shape, finite, with at least one row. */
export type Pair = {
  predictions: Float32Array;
  labels: Float32Array;
  rows: number;
  /** Values a row. */
  width: number;
  /** Length of the last dimension: the classes, where the task is to classify. */
  depth: number;
};

/** What is wrong with numbers that should have `shape` and be finite, or null. */
export function flawOf(matrix: Matrix, shape: readonly (number | null)[]): 'wrong_output_shape' | 'not_finite' | null {
  const size = shape.reduce<number>((product, n) => product * (n ?? 0), 1);
  const same = matrix.shape.length === shape.length && matrix.shape.every((n, i) => n === shape[i]);
  if (!same || matrix.data.length !== size) return 'wrong_output_shape';
  return matrix.data.every(Number.isFinite) ? null : 'not_finite';
}

/** A checker that is asked only about predictions that fit, and labels that are there. */
export function whereSound(measure: (pair: Pair) => Measured) {
  return (predictions: Matrix, labels: Matrix): Measured => {
    if (labels.data.length === 0 || flawOf(labels, labels.shape)) return { ok: false, why: 'labels_unfit' };
    const flaw = flawOf(predictions, labels.shape);
    if (flaw) return { ok: false, why: flaw };
    const rows = labels.shape[0] ?? 0;
    const width = labels.data.length / rows;
    return measure({
      predictions: predictions.data,
      labels: labels.data,
      rows,
      width,
      depth: labels.shape.length > 1 ? (labels.shape.at(-1) ?? 1) : 1,
    });
  };
}

/** One loss a row, from the place where the row starts. */
export function lossesOf({ rows, width }: Pair, lossAt: (start: number) => number): Float64Array {
  return Float64Array.from({ length: rows }, (_, row) => lossAt(row * width));
}

export function meanOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Mean of `term` over the `width` values from `start` on. */
export function meanFrom(start: number, width: number, term: (i: number) => number): number {
  let sum = 0;
  for (let i = start; i < start + width; i++) sum += term(i);
  return sum / width;
}

/** One matrix of all rows, where all are of one width. */
export function joinRows(parts: readonly Matrix[]): { shape: number[]; data: Float32Array<ArrayBuffer> } {
  const data = new Float32Array(parts.reduce((sum, part) => sum + part.data.length, 0));
  let start = 0;
  for (const part of parts) {
    data.set(part.data, start);
    start += part.data.length;
  }
  const row = parts[0]?.shape.slice(1).map((n) => n ?? 1) ?? [];
  return { shape: [parts.reduce((sum, { shape }) => sum + (shape[0] ?? 0), 0), ...row], data };
}

/** Undoes `joinRows`: so many rows for each of `like`. */
export function splitRows({ shape: [rows, ...row], data }: Matrix, like: readonly Matrix[]): Matrix[] {
  const width = data.length / Math.max(1, rows ?? 1);
  let start = 0;
  return like.map(({ shape }) => {
    const count = shape[0] ?? 0;
    start += count;
    return { shape: [count, ...row], data: data.subarray((start - count) * width, start * width) };
  });
}
