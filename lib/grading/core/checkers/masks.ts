import { lossesOf, type Measured, meanOf, whereSound } from './matrix.ts';

/**
 * Intersection over union, 0…1, of the two sets of values above one half, a row (an image's mask, say) at a time, then the
 * mean of the rows (P. Jaccard, "The distribution of the flora in the alpine zone", 1912). Two empty sets agree: 1.
 */
export const iou = whereSound((pair): Measured => {
  const { predictions, labels, width } = pair;
  const losses = lossesOf(pair, (start) => {
    let both = 0;
    let either = 0;
    for (let i = start; i < start + width; i++) {
      const [guess, truth] = [(predictions[i] ?? 0) > 0.5, (labels[i] ?? 0) > 0.5];
      if (guess && truth) both++;
      if (guess || truth) either++;
    }
    return either === 0 ? 0 : (either - both) / either;
  });
  return { ok: true, value: 1 - meanOf(losses), losses: Float32Array.from(losses) };
});
