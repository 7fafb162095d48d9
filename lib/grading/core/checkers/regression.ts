import { lossesOf, type Measured, meanFrom, meanOf, type Pair, whereSound } from './matrix.ts';

/** Mean over all values of (v − y)², in the label's unit squared. */
export const meanSquaredError = whereSound((pair) => meanError(pair, (error) => error * error));

/** Mean over all values of |v − y|, in the label's unit. */
export const meanAbsoluteError = whereSound((pair) => meanError(pair, Math.abs));

/**
 * Share of the labels' variance that is explained: 1 − Σ(v − y)² / Σ(y − ȳ)², at most 1, below 0 where the mean of the
 * labels would do better (S. Wright, "Correlation and causation", 1921). Of several outputs it is the mean. Where an
 * output's labels are all the same there is no variance to explain: `labels_unfit`.
 */
export const r2 = whereSound((pair): Measured => {
  const { labels, rows, width } = pair;
  const spreads = Float64Array.from({ length: width }, (_, column) => spreadOf(labels, column, width, rows));
  if (spreads.some((spread) => spread === 0)) return { ok: false, why: 'labels_unfit' };
  const losses = lossesOf(pair, (start) =>
    meanFrom(0, width, (column) => errorAt(pair, start + column) ** 2 / (spreads[column] ?? 0)),
  );
  return { ok: true, value: 1 - meanOf(losses), losses: Float32Array.from(losses) };
});

function meanError(pair: Pair, penalty: (error: number) => number): Measured {
  const losses = lossesOf(pair, (start) => meanFrom(start, pair.width, (i) => penalty(errorAt(pair, i))));
  return { ok: true, value: meanOf(losses), losses: Float32Array.from(losses) };
}

const errorAt = ({ predictions, labels }: Pair, i: number) => (predictions[i] ?? 0) - (labels[i] ?? 0);

/** Variance of one column, without Bessel's correction; exactly 0 where all its values are the same. */
function spreadOf(data: Float32Array, column: number, width: number, rows: number): number {
  const values = Float64Array.from({ length: rows }, (_, row) => data[row * width + column] ?? 0);
  if (values.every((value) => value === values[0])) return 0;
  const mean = meanOf(values);
  return meanOf(values.map((value) => (value - mean) ** 2));
}
