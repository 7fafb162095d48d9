import { lossesOf, type Measured, meanFrom, meanOf, type Pair, whereSound } from './matrix.ts';

/**
 * Which class? The last dimension holds one value a class, highest wins, and where two are equally high the first counts,
 * as in `tf.argMax`. A last dimension of 1 is the probability of class 1 against class 0, and wins above one half. All
 * dimensions between first and last are positions, each classified by itself.
 */

/**
 * Share of positions, 0…1, given the class of the label.
 * @param predictions `[n, …, classes]`, exactly the shape of `labels`, every value finite
 */
export const accuracy = whereSound((pair): Measured => {
  const { width, depth } = pair;
  const wrongAt = (i: number) => (classAt(pair.predictions, i, depth) === classAt(pair.labels, i, depth) ? 0 : 1);
  const positions = width / depth;
  const wrong = lossesOf(pair, (start) => {
    let sum = 0;
    for (let i = start; i < start + width; i += depth) sum += wrongAt(i);
    return sum;
  });
  const all = pair.labels.length / depth;
  // Whole numbers until the last step, so that 9 of 10 is the 0.9 that a threshold asks for.
  const value = (all - wrong.reduce((sum, one) => sum + one, 0)) / all;
  return { ok: true, value, losses: Float32Array.from(wrong, (one) => one / positions) };
});

/**
 * Mean over the classes that occur in the labels of the share of each that was found, 0…1 (K. H. Brodersen et al., "The
 * balanced accuracy and its posterior distribution", ICPR 2010). A loss weighs a mistake by how rare its class is.
 */
export const balancedAccuracy = whereSound((pair): Measured => {
  const table = confusionOf(pair);
  const occurring = table.filter(({ labelled }) => labelled > 0);
  const value = occurring.reduce((sum, { found, labelled }) => sum + found / labelled, 0) / occurring.length;
  const { width, depth, labels } = pair;
  const all = labels.length / depth;
  const weightAt = (i: number) => {
    const truth = classAt(labels, i, depth);
    const labelled = table[truth]?.labelled ?? 0;
    return classAt(pair.predictions, i, depth) === truth ? 0 : all / (occurring.length * labelled);
  };
  const losses = lossesOf(pair, (start) =>
    meanFrom(0, width / depth, (position) => weightAt(start + position * depth)),
  );
  return { ok: true, value, losses: Float32Array.from(losses) };
});

/**
 * Mean over classes of F1 = 2·TP / (2·TP + FP + FN), 0…1 (C. J. van Rijsbergen, "Information Retrieval", 1979). A class
 * that occurs neither in labels nor in predictions is left out; one that is never found counts 0.
 */
export const macroF1 = whereSound((pair): Measured => {
  const scores = confusionOf(pair)
    .filter(({ labelled, predicted }) => labelled + predicted > 0)
    .map(({ found, labelled, predicted }) => (2 * found) / (labelled + predicted)); // TP+FN and TP+FP
  return { ok: true, value: meanOf(Float64Array.from(scores)) };
});

type Counts = { found: number; labelled: number; predicted: number };

/** For each class: how often it was labelled, predicted, and both at once. */
function confusionOf({ predictions, labels, depth }: Pair): Counts[] {
  const counts = Array.from({ length: Math.max(depth, 2) }, (): Counts => ({ found: 0, labelled: 0, predicted: 0 }));
  for (let i = 0; i < labels.length; i += depth) {
    const truth = counts[classAt(labels, i, depth)];
    const guess = counts[classAt(predictions, i, depth)];
    if (!truth || !guess) continue; // every class has its counts
    truth.labelled++;
    guess.predicted++;
    if (truth === guess) truth.found++;
  }
  return counts;
}

/** Class of the position that starts at `start`. */
export function classAt(data: Float32Array, start: number, depth: number): number {
  if (depth === 1) return (data[start] ?? 0) > 0.5 ? 1 : 0;
  let best = 0;
  for (let i = 1; i < depth; i++) {
    if ((data[start + i] ?? 0) > (data[start + best] ?? 0)) best = i;
  }
  return best;
}
