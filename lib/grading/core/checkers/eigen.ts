/** A square of numbers, row-major, `size × size`. */
export type Square = { size: number; values: Float64Array };

/** Rotations make what is off the diagonal this small, measured by the whole. */
const precision = 1e-24;
const maxSweeps = 60;

/**
 * Eigenvalues, in no order, and their eigenvectors as columns, of a symmetric matrix, by cyclic rotations (C. G. J.
 * Jacobi, 1846; G. H. Golub and C. F. Van Loan, "Matrix Computations", section 8.5).
 */
export function eigenOf(symmetric: Square): { values: Float64Array; vectors: Square } {
  const { size } = symmetric;
  const a = symmetric.values.slice();
  const v = Float64Array.from({ length: size * size }, (_, i) => (i % (size + 1) === 0 ? 1 : 0));
  const whole = a.reduce((sum, value) => sum + value * value, 0);
  for (let sweep = 0; sweep < maxSweeps && offDiagonal(a, size) > precision * whole; sweep++) {
    for (let p = 0; p < size; p++) for (let q = p + 1; q < size; q++) rotate(a, v, size, p, q);
  }
  const values = Float64Array.from({ length: size }, (_, i) => a[i * size + i] ?? 0);
  return { values, vectors: { size, values: v } };
}

/** Sum of squares off the diagonal. */
function offDiagonal(a: Float64Array, size: number): number {
  return a.reduce((sum, value, i) => (i % (size + 1) === 0 ? sum : sum + value * value), 0);
}

/** Makes a[p, q] zero: a becomes JᵀaJ, and v becomes vJ. */
function rotate(a: Float64Array, v: Float64Array, size: number, p: number, q: number): void {
  const apq = a[p * size + q] ?? 0;
  if (apq === 0) return;
  const theta = ((a[q * size + q] ?? 0) - (a[p * size + p] ?? 0)) / (2 * apq);
  const tangent = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.hypot(theta, 1));
  const cosine = 1 / Math.hypot(tangent, 1);
  const sine = tangent * cosine;
  for (let k = 0; k < size; k++) turn(a, k * size + p, k * size + q, cosine, sine);
  for (let k = 0; k < size; k++) turn(a, p * size + k, q * size + k, cosine, sine);
  for (let k = 0; k < size; k++) turn(v, k * size + p, k * size + q, cosine, sine);
}

function turn(data: Float64Array, i: number, j: number, cosine: number, sine: number): void {
  const [x, y] = [data[i] ?? 0, data[j] ?? 0];
  data[i] = cosine * x - sine * y;
  data[j] = sine * x + cosine * y;
}

/** The symmetric root of a covariance. Eigenvalues that rounding made negative count as 0. */
export function rootOf(covariance: Square): Square {
  const { size } = covariance;
  const { values, vectors } = eigenOf(covariance);
  const scaled = vectors.values.map((value, i) => value * Math.sqrt(Math.max(0, values[i % size] ?? 0)));
  return product({ size, values: scaled }, transposed(vectors));
}

export function product(a: Square, b: Square): Square {
  const { size } = a;
  const values = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let k = 0; k < size; k++) {
      const factor = a.values[i * size + k] ?? 0;
      for (let j = 0; j < size; j++)
        values[i * size + j] = (values[i * size + j] ?? 0) + factor * (b.values[k * size + j] ?? 0);
    }
  }
  return { size, values };
}

const transposed = ({ size, values }: Square): Square => ({
  size,
  values: values.map((_, i) => values[(i % size) * size + Math.floor(i / size)] ?? 0),
});
