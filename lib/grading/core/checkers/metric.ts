/** What a manifest may measure: everything that is decided by predictions and labels of one shape. */
export const metrics = [
  'exact',
  'close',
  'accuracy',
  'balanced_accuracy',
  'macro_f1',
  'auc',
  'cross_entropy',
  'perplexity',
  'bits_per_character',
  'mse',
  'mae',
  'r2',
  'iou',
  'energy_distance',
  'frechet_distance',
] as const;
export type Metric = (typeof metrics)[number];

/** Those that are shares of rows or means of such: they lie between 0 and 1. */
export const shares: ReadonlySet<Metric> = new Set([
  'exact',
  'close',
  'accuracy',
  'balanced_accuracy',
  'macro_f1',
  'auc',
  'iou',
]);

/** Those that are measured of probabilities alone, and of other outputs say so. */
export const needProbabilities: ReadonlySet<Metric> = new Set(['cross_entropy', 'perplexity', 'bits_per_character']);
