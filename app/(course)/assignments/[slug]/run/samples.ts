import type { TensorData } from '#lib/harness/protocol.ts';
import type { Image } from '../pad/pad.ts';

/** Reading samples out of a split. Pure. */

/** Grey images: [n, height, width, 1]. */
export const isImages = ({ shape }: TensorData) => shape.length === 4 && shape[3] === 1;

export function sampleImage({ shape, data }: TensorData, row: number): Image {
  const [, height = 0, width = 0] = shape;
  const size = height * width;
  return { height, width, pixels: data.slice(row * size, (row + 1) * size) };
}

/** The class of a one-hot row. */
export function labelOf({ shape, data }: TensorData, row: number): number {
  const width = shape[1] ?? 0;
  return data.subarray(row * width, (row + 1) * width).indexOf(1);
}

/** How many samples each class has. */
export function classCounts(y: TensorData): number[] {
  const counts = new Array<number>(y.shape[1] ?? 0).fill(0);
  for (let row = 0; row < (y.shape[0] ?? 0); row++) {
    const label = labelOf(y, row);
    counts[label] = (counts[label] ?? 0) + 1;
  }
  return counts;
}
