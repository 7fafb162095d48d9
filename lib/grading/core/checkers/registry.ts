import { close, exact } from './agreement.ts';
import { accuracy, balancedAccuracy, macroF1 } from './classification.ts';
import { bitsPerCharacter, crossEntropy, perplexity } from './likelihood.ts';
import { iou } from './masks.ts';
import type { Flaw, Matrix, Measured } from './matrix.ts';
import type { Metric } from './metric.ts';
import { auc } from './ranking.ts';
import { meanAbsoluteError, meanSquaredError, r2 } from './regression.ts';
import { energyDistance, frechetDistance } from './samples.ts';

export type Checker = {
  measure: (predictions: Matrix, labels: Matrix) => Measured;
  better: 'higher' | 'lower';
  /** Subject of a sentence: "… on the validation data is 0.9". */
  name: string;
  /** One sentence for the student. */
  says: string;
  /** Decimals shown. */
  digits: number;
  /** Whether it gives a loss for each row, which the Ladder compares. */
  hasLosses: boolean;
};

/** By the manifest's name for it. */
export const checkers: Record<Metric, Checker> = {
  exact: {
    measure: exact,
    better: 'higher',
    name: 'The share of exact answers',
    says: 'An answer is exact where every value is exactly the right one.',
    digits: 3,
    hasLosses: true,
  },
  close: {
    measure: close,
    better: 'higher',
    name: 'The share of close answers',
    says: 'An answer is close where no value differs from the right one by more than 0.001 plus 0.1 % of the right one.',
    digits: 3,
    hasLosses: true,
  },
  accuracy: {
    measure: accuracy,
    better: 'higher',
    name: 'Accuracy',
    says: 'Accuracy is the share of examples that are given their class.',
    digits: 3,
    hasLosses: true,
  },
  balanced_accuracy: {
    measure: balancedAccuracy,
    better: 'higher',
    name: 'Balanced accuracy',
    says: 'Balanced accuracy is the share that is found of each class, averaged over the classes, so that rare ones count as much.',
    digits: 3,
    hasLosses: true,
  },
  macro_f1: {
    measure: macroF1,
    better: 'higher',
    name: 'Macro F1',
    says: 'Macro F1 is the F1 score, which falls with what is missed of a class and with what is wrongly put there, averaged over the classes.',
    digits: 3,
    hasLosses: false,
  },
  auc: {
    measure: auc,
    better: 'higher',
    name: 'AUC',
    says: 'AUC is how often an example of a class is ranked above one of another; 0.5 is chance.',
    digits: 3,
    hasLosses: false,
  },
  cross_entropy: {
    measure: crossEntropy,
    better: 'lower',
    name: 'Cross-entropy',
    says: 'Cross-entropy is the mean of −ln p, where p is the probability that the model gave to what is true.',
    digits: 3,
    hasLosses: true,
  },
  perplexity: {
    measure: perplexity,
    better: 'lower',
    name: 'Perplexity',
    says: 'Perplexity is e to the cross-entropy: among how many equally likely choices the model seems to waver.',
    digits: 2,
    hasLosses: true,
  },
  bits_per_character: {
    measure: bitsPerCharacter,
    better: 'lower',
    name: 'The number of bits a character',
    says: 'Bits a character are the mean of −log₂ p, where p is the probability that the model gave to the character that came.',
    digits: 3,
    hasLosses: true,
  },
  mse: {
    measure: meanSquaredError,
    better: 'lower',
    name: 'The mean squared error',
    says: 'The mean squared error is the mean of the squared distance between your values and the right ones.',
    digits: 4,
    hasLosses: true,
  },
  mae: {
    measure: meanAbsoluteError,
    better: 'lower',
    name: 'The mean absolute error',
    says: 'The mean absolute error is the mean distance between your values and the right ones.',
    digits: 4,
    hasLosses: true,
  },
  r2: {
    measure: r2,
    better: 'higher',
    name: 'R²',
    says: 'R² is the share of the variance that is explained: 1 is all, 0 is what the mean alone would do.',
    digits: 3,
    hasLosses: true,
  },
  iou: {
    measure: iou,
    better: 'higher',
    name: 'Intersection over union',
    says: 'Intersection over union is how much of your region and the right one together lies in both, averaged over the examples.',
    digits: 3,
    hasLosses: true,
  },
  energy_distance: {
    measure: energyDistance,
    better: 'lower',
    name: 'The energy distance',
    says: 'The energy distance is how far your samples are from real ones, beyond how far samples of one kind are from each other.',
    digits: 4,
    hasLosses: false,
  },
  frechet_distance: {
    measure: frechetDistance,
    better: 'lower',
    name: 'The Fréchet distance',
    says: 'The Fréchet distance is how far the mean and covariance of your samples are from those of real ones.',
    digits: 4,
    hasLosses: false,
  },
};

const flaws: Record<Flaw, string> = {
  wrong_output_shape: 'the outputs have another shape than the labels',
  not_finite: 'an output is not a finite number',
  not_probabilities: 'the outputs of an example are not probabilities that sum to 1, so end the model with softmax',
  labels_unfit: 'these labels do not allow it, which is for the course staff to mend',
};

/** One sentence for the student on what was measured, or on why it could not be. */
export function explain(metric: Metric, measured: Measured): string {
  const { name, says } = checkers[metric];
  return measured.ok ? says : `${name} could not be measured: ${flaws[measured.why]}.`;
}

/** `value` to the metric's decimals, to the worse side, so that 0.8999 is not shown as the 0.9 it missed. */
export function format(metric: Metric, value: number): string {
  const { better, digits } = checkers[metric];
  const scale = 10 ** digits;
  const round = better === 'higher' ? Math.floor(value * scale + 1e-9) : Math.ceil(value * scale - 1e-9);
  return (round / scale + 0).toFixed(digits);
}

/** Whether `value` is as good as `mark` or better. */
export const reaches = (metric: Metric, value: number, mark: number) =>
  checkers[metric].better === 'higher' ? value >= mark : value <= mark;
