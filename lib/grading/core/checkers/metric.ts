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
