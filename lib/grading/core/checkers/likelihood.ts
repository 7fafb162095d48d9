import { lossesOf, type Measured, meanFrom, meanOf, type Pair, whereSound } from './matrix.ts';

/**
 * How much probability is given to what is true. The last dimension holds a distribution over the classes, as softmax
 * gives it; a last dimension of 1 is the probability of class 1 against class 0.
 */

/** Nothing is held for less likely than this, as in Keras: a single certain mistake costs 16.1 nats and not infinity. */
const least = 1e-7;

/** What float32 leaves between a sum of probabilities and 1. */
const slack = 1e-3;

/**
 * Mean over all positions of −Σ y·ln p, in nats, 0 or more (C. E. Shannon, 1948; I. J. Good's logarithmic score, 1952).
 * @param predictions `[n, …, classes]`; where they are no distributions: `not_probabilities`
 * @param labels distributions, one-hot or soft, of the same shape
 */
export const crossEntropy = whereSound((pair) => nats(pair));

/** e to the cross-entropy: among how many equally likely characters the model seems to choose, 1 or more. */
export const perplexity = whereSound((pair) => scaled(nats(pair), Math.exp));

/** Cross-entropy in bits, where each position is a character: what a perfect coder would spend on each. */
export const bitsPerCharacter = whereSound((pair) => scaled(nats(pair), (value) => value / Math.LN2));

/** The losses stay in nats: either scale rises with their mean. */
const scaled = (measured: Measured, scale: (nats: number) => number): Measured =>
  measured.ok ? { ...measured, value: scale(measured.value) } : measured;

function nats(pair: Pair): Measured {
  const { predictions, labels, depth, width } = pair;
  if (!areDistributions(labels, depth)) return { ok: false, why: 'labels_unfit' };
  if (!areDistributions(predictions, depth)) return { ok: false, why: 'not_probabilities' };
  const losses = lossesOf(pair, (start) =>
    meanFrom(0, width / depth, (position) => surprise(pair, start + position * depth)),
  );
  return { ok: true, value: meanOf(losses), losses: Float32Array.from(losses) };
}

function areDistributions(data: Float32Array, depth: number): boolean {
  for (let start = 0; start < data.length; start += depth) {
    const values = data.subarray(start, start + depth);
    if (values.some((value) => value < -slack || value > 1 + slack)) return false;
    if (depth > 1 && Math.abs(sumOf(values) - 1) > slack) return false;
  }
  return true;
}

/** −Σ y·ln p at one position. */
function surprise({ predictions, labels, depth }: Pair, start: number): number {
  const truth = labels.subarray(start, start + depth);
  const given = predictions.subarray(start, start + depth);
  if (depth === 1) {
    const [y, p] = [truth[0] ?? 0, given[0] ?? 0];
    return cost(y, p) + cost(1 - y, 1 - p);
  }
  const whole = sumOf(given); // so that nobody gains by promising a little more than 1
  return truth.reduce((sum, y, i) => sum + cost(y, (given[i] ?? 0) / whole), 0);
}

const cost = (y: number, p: number) => (y === 0 ? 0 : -y * Math.log(Math.min(1, Math.max(least, p))));

/** In float64, whatever the array holds. */
const sumOf = (values: Float32Array) => values.reduce((sum, value) => sum + value, 0);
