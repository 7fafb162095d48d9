import { lossesOf, type Measured, type Pair, whereSound } from './matrix.ts';

/** Share of rows, 0…1, in which every value is exactly the label's. */
export const exact = whereSound((pair) => shareOfRows(pair, (got, wanted) => got === wanted));

export type Tolerance = { absolute: number; relative: number };

/** Enough for a right computation in float32 with its steps in another order. */
export const usualTolerance: Tolerance = { absolute: 1e-3, relative: 1e-3 };

/**
 * Share of rows, 0…1, in which every value v is near the label y: |v − y| ≤ absolute + relative·|y|, the rule of
 * `numpy.allclose`.
 */
export const closeWithin = (tolerance: Tolerance) =>
  whereSound((pair) => shareOfRows(pair, (got, wanted) => isClose(got, wanted, tolerance)));

export const isClose = (got: number, wanted: number, { absolute, relative }: Tolerance) =>
  Math.abs(got - wanted) <= absolute + relative * Math.abs(wanted);

export const close = closeWithin(usualTolerance);

function shareOfRows(pair: Pair, agree: (got: number, wanted: number) => boolean): Measured {
  const { predictions, labels, rows, width } = pair;
  const losses = lossesOf(pair, (start) => {
    for (let i = start; i < start + width; i++) if (!agree(predictions[i] ?? 0, labels[i] ?? 0)) return 1;
    return 0;
  });
  const wrong = losses.reduce((sum, loss) => sum + loss, 0);
  return { ok: true, value: (rows - wrong) / rows, losses: Float32Array.from(losses) };
}
