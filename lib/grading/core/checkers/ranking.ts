import { classAt } from './classification.ts';
import { type Measured, type Pair, whereSound } from './matrix.ts';

/**
 * Area under the ROC curve, 0…1: how likely a random example of a class is ranked above a random one of the others, a tie
 * counting half (J. A. Hanley and B. J. McNeil, "The meaning and use of the area under a ROC curve", Radiology 1982).
 * With two outputs the difference ranks, with one the value itself; with more it is the mean over the classes, each
 * against all others, by its own output. Where a class is missing from the labels, or is all there is, nothing can be
 * ranked: `labels_unfit`.
 * @param predictions `[n, …, classes]`, the shape of `labels`; any increasing scale will do, it need not be probabilities
 */
export const auc = whereSound((pair): Measured => {
  const { labels, depth } = pair;
  const classes = depth > 2 ? Array.from({ length: depth }, (_, i) => i) : [1];
  let sum = 0;
  for (const target of classes) {
    const isTarget = Array.from(
      { length: labels.length / depth },
      (_, i) => classAt(labels, i * depth, depth) === target,
    );
    const area = areaOf(scoresOf(pair, target), isTarget);
    if (area === null) return { ok: false, why: 'labels_unfit' };
    sum += area;
  }
  return { ok: true, value: sum / classes.length };
});

function scoresOf({ predictions, depth }: Pair, target: number): Float64Array {
  const at = (i: number) => predictions[i] ?? 0;
  return Float64Array.from({ length: predictions.length / depth }, (_, position) => {
    const start = position * depth;
    return depth === 2 ? at(start + 1) - at(start) : at(start + (depth === 1 ? 0 : target));
  });
}

/** Mann and Whitney's U of the positives over all pairs of a positive and a negative; null where there is no pair. */
function areaOf(scores: Float64Array, isPositive: boolean[]): number | null {
  const positives = isPositive.filter(Boolean).length;
  const pairs = positives * (scores.length - positives);
  if (pairs === 0) return null;
  const ranks = midranks(scores);
  const rankSum = ranks.reduce((sum, rank, i) => sum + (isPositive[i] ? rank : 0), 0);
  return (rankSum - (positives * (positives + 1)) / 2) / pairs;
}

/** Ranks from 1; equal values share the mean of theirs. */
export function midranks(values: Float64Array): Float64Array {
  const order = Array.from(values.keys()).sort((a, b) => (values[a] ?? 0) - (values[b] ?? 0));
  const ranks = new Float64Array(values.length);
  for (let from = 0; from < order.length; ) {
    let to = from + 1;
    while (to < order.length && values[order[to] ?? 0] === values[order[from] ?? 0]) to++;
    for (const i of order.slice(from, to)) ranks[i] = (from + 1 + to) / 2;
    from = to;
  }
  return ranks;
}
