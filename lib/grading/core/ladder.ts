/** What a student has been shown as the best so far. */
export type Rung = {
  /** The metric as shown. */
  score: number;
  /** Loss of each row of the public split, in its order: lower is better. */
  losses: Float32Array;
};

/** `improved` is false where the gain could be chance: then `score` is the best so far and not this result's own. */
export type Climb = { improved: boolean; score: number };

/** Standard deviations of the paired differences that a gain must exceed. */
const paired = 2;

/**
 * One step of the parameter-free Ladder (A. Blum and M. Hardt, "The Ladder: A Reliable Leaderboard for Machine Learning
 * Competitions", ICML 2015): a score is shown only where it is measurably better than the best shown before. Otherwise
 * every submission would answer a question about the hidden labels, and many answers together would give them away.
 *
 * Stricter than the paper's step, which asks for one standard error of the paired differences, √n of the rows apart. A
 * change of a single row always passes that, so labels could be read off one by one. Here a gain must exceed two such
 * errors, and also the standard error of the best score itself, which no small change can.
 * @param best null for a first result, which is always shown
 */
export function climb(best: Rung | null, next: Rung): Climb {
  if (!best) return { improved: true, score: next.score };
  const gain = meanOf(best.losses) - meanOf(next.losses);
  const differences = best.losses.map((loss, row) => loss - (next.losses[row] ?? 0));
  const least = Math.max(paired * deviationOf(differences), deviationOf(best.losses)) / Math.sqrt(best.losses.length);
  return gain > least ? { improved: true, score: next.score } : { improved: false, score: best.score };
}

const meanOf = (values: Float32Array) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Of the sample, without Bessel's correction: the difference is far below what n rows can tell. */
function deviationOf(values: Float32Array): number {
  const mean = meanOf(values);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
}
