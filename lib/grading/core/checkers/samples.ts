import { eigenOf, product, rootOf, type Square } from './eigen.ts';
import { type Measured, type Pair, whereSound } from './matrix.ts';

/**
 * Do generated samples come from where the real ones do? Each row is a sample; which row stands where means nothing. Both
 * distances are 0 for the same samples.
 */

/** All pairs of rows are compared, so that only the first so many are taken. */
export const mostSamples = 1000;

/** A covariance of more values a row takes too long for a grader, and too many rows to estimate. */
export const mostValues = 128;

/**
 * √(2·E|X − Y| − E|X − X′| − E|Y − Y′|), 0 or more, over all pairs of rows (G. J. Székely and M. L. Rizzo, "Energy
 * statistics: a class of statistics based on distances", 2013; in one dimension that of `scipy.stats`).
 */
export const energyDistance = whereSound((pair): Measured => {
  const rows = Math.min(pair.rows, mostSamples);
  const { predictions: made, labels: real, width } = pair;
  const across = meanDistance(made, real, rows, width);
  const within = meanDistance(made, made, rows, width) + meanDistance(real, real, rows, width);
  return { ok: true, value: Math.sqrt(Math.max(0, 2 * across - within)) };
});

/** Euclidean, over all pairs of a row of `a` and a row of `b`. */
function meanDistance(a: Float32Array, b: Float32Array, rows: number, width: number): number {
  let sum = 0;
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < rows; j++) {
      let square = 0;
      for (let k = 0; k < width; k++) square += ((a[i * width + k] ?? 0) - (b[j * width + k] ?? 0)) ** 2;
      sum += Math.sqrt(square);
    }
  }
  return sum / rows ** 2;
}

/**
 * |μ₁ − μ₂|² + tr(Σ₁ + Σ₂ − 2(Σ₁Σ₂)^½), 0 or more, of normal distributions with the samples' means and covariances (D. C.
 * Dowson and B. V. Landau, "The Fréchet distance between multivariate normal distributions", 1982). It is taken of the
 * values themselves, where the FID of M. Heusel et al. (2017) takes it of a network's features. `labels_unfit` for fewer
 * than two rows, or more than `mostValues` values a row.
 */
export const frechetDistance = whereSound(({ predictions, labels, rows, width }: Pair): Measured => {
  if (rows < 2 || width > mostValues) return { ok: false, why: 'labels_unfit' };
  const [made, real] = [momentsOf(predictions, rows, width), momentsOf(labels, rows, width)];
  const apart = made.mean.reduce((sum, value, i) => sum + (value - (real.mean[i] ?? 0)) ** 2, 0);
  const shape = traceOf(made.covariance) + traceOf(real.covariance) - 2 * traceOfRoot(made.covariance, real.covariance);
  return { ok: true, value: Math.max(0, apart + shape) };
});

type Moments = { mean: Float64Array; covariance: Square };

/** With Bessel's correction, as `numpy.cov` has it. */
function momentsOf(data: Float32Array, rows: number, width: number): Moments {
  const mean = new Float64Array(width);
  for (const [i, value] of data.entries()) mean[i % width] = (mean[i % width] ?? 0) + value / rows;
  const values = new Float64Array(width * width);
  for (let start = 0; start < data.length; start += width) {
    for (let i = 0; i < width; i++) {
      const one = ((data[start + i] ?? 0) - (mean[i] ?? 0)) / (rows - 1);
      for (let j = 0; j < width; j++) {
        values[i * width + j] = (values[i * width + j] ?? 0) + one * ((data[start + j] ?? 0) - (mean[j] ?? 0));
      }
    }
  }
  return { mean, covariance: { size: width, values } };
}

const traceOf = ({ size, values }: Square) =>
  values.reduce((sum, value, i) => (i % (size + 1) === 0 ? sum + value : sum), 0);

/** tr (AB)^½ = tr (A^½ B A^½)^½, of which the right side is symmetric. */
function traceOfRoot(a: Square, b: Square): number {
  const root = rootOf(a);
  const middle = product(product(root, b), root);
  return eigenOf(middle).values.reduce((sum, value) => sum + Math.sqrt(Math.max(0, value)), 0);
}
