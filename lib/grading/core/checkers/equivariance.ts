import { flawOf, type Matrix } from './matrix.ts';

/**
 * Does a model treat changed inputs as it should? It is asked twice, for the inputs and for the changed inputs, and its
 * outputs are compared where the change says what they must be. No label is needed.
 */
export type Comparison =
  | {
      ok: true;
      passed: boolean;
      /** Largest difference between two values that should be the same. */
      worst: number;
      /** Rows, 0…1, in which all that is compared agrees. */
      share: number;
      /** One sentence for the student. */
      message: string;
    }
  | { ok: false; why: 'wrong_output_shape' | 'not_finite' | 'nothing_to_compare'; message: string };

/** What float32 leaves between two ways of computing the same, for values around 1. */
export const equalWithin = 1e-3;

/** In pixels; down and to the right are positive. */
export type Shift = { down: number; right: number };

/** Images `[n, height, width, channels]` moved, and `fill` where nothing moved to. */
export function shifted(images: Matrix, { down, right }: Shift, fill = 0): Matrix {
  const [rows, height, width, channels] = imageShape(images);
  const data = new Float32Array(images.data.length).fill(fill);
  eachPixel(rows, height, width, (row, y, x) => {
    const [fromY, fromX] = [y - down, x - right];
    if (!isInside(fromY, height) || !isInside(fromX, width)) return;
    const from = ((row * height + fromY) * width + fromX) * channels;
    data.set(images.data.subarray(from, from + channels), ((row * height + y) * width + x) * channels);
  });
  return { shape: images.shape, data };
}

/** Sequences `[n, length, …]` with their positions in another order: position `i` of the result is `order[i]`. */
export function permuted(sequences: Matrix, order: ArrayLike<number>): Matrix {
  const { rows, length, width } = sequenceShape(sequences);
  const data = new Float32Array(sequences.data.length);
  for (let row = 0; row < rows; row++) {
    for (let i = 0; i < length; i++) {
      const from = (row * length + (order[i] ?? 0)) * width;
      data.set(sequences.data.subarray(from, from + width), (row * length + i) * width);
    }
  }
  return { shape: sequences.shape, data };
}

/**
 * Shift equivariance: the outputs for shifted images are the shifted outputs. Values nearer than `margin` to where either
 * image ends are not compared, for there padding is seen.
 * @param outputs `[n, height, width, channels]`, for the images, one output pixel for each of theirs
 * @param ofShifted the same, for the images shifted by `shift`
 */
export function checkShift(
  outputs: Matrix,
  ofShifted: Matrix,
  shift: Shift,
  margin: number,
  within = equalWithin,
): Comparison {
  const says = 'A shifted image should give the outputs shifted';
  const [, height, width, channels] = imageShape(outputs);
  return compare(says, ofShifted, shifted(outputs, shift), within, (i) => {
    const pixel = Math.floor(i / channels);
    const [y, x] = [Math.floor(pixel / width) % height, pixel % width];
    return (
      isInside(y - margin, height - 2 * margin) &&
      isInside(x - margin, width - 2 * margin) &&
      isInside(y - shift.down - margin, height - 2 * margin) &&
      isInside(x - shift.right - margin, width - 2 * margin)
    );
  });
}

/** Invariance: the outputs for changed inputs (shifted, permuted) are the very same, as those of a classifier can be. */
export function checkInvariance(outputs: Matrix, ofChanged: Matrix, within = equalWithin): Comparison {
  return compare('The changed inputs should give the same outputs', ofChanged, outputs, within, () => true);
}

/**
 * Permutation equivariance: the outputs `[n, length, …]` for sequences in another order are the outputs in that order.
 * @param order a permutation of 0…length−1, as given to `permuted`
 */
export function checkPermutation(
  outputs: Matrix,
  ofPermuted: Matrix,
  order: ArrayLike<number>,
  within = equalWithin,
): Comparison {
  const says = 'Positions in another order should give the outputs in that order';
  return compare(says, ofPermuted, permuted(outputs, order), within, () => true);
}

/**
 * Causality: where the inputs are changed from position `from` on, no output before it may change.
 * @param outputs `[n, length, …]`
 */
export function checkCausality(outputs: Matrix, ofChanged: Matrix, from: number, within = equalWithin): Comparison {
  const { length, width } = sequenceShape(outputs);
  const says = `Inputs from position ${from} on should not change outputs before it`;
  return compare(says, ofChanged, outputs, within, (i) => Math.floor(i / width) % length < from);
}

function compare(
  says: string,
  got: Matrix,
  wanted: Matrix,
  within: number,
  counts: (i: number) => boolean,
): Comparison {
  const flaw = flawOf(wanted, wanted.shape) ?? flawOf(got, wanted.shape);
  if (flaw) return { ok: false, why: flaw, message: `${says}, but ${flaws[flaw]}.` };
  const rows = worstOfRows(got, wanted, counts);
  const worst = rows.reduce((most, difference) => Math.max(most, difference), -1);
  if (worst < 0) return { ok: false, why: 'nothing_to_compare', message: `${says}, but no value is left to compare.` };
  const passed = worst <= within;
  const found = passed ? 'and it does' : `but some differ by up to ${worst.toPrecision(3)}`;
  const share = rows.filter((difference) => difference <= within).length / rows.length;
  return { ok: true, passed, worst, share, message: `${says}, ${found}.` };
}

/** The largest difference of each row; -1 where nothing of it counts. */
function worstOfRows(got: Matrix, wanted: Matrix, counts: (i: number) => boolean): number[] {
  const rows = Array<number>(wanted.shape[0] ?? 1).fill(-1);
  const width = wanted.data.length / rows.length;
  for (let i = 0; i < wanted.data.length; i++) {
    if (!counts(i)) continue;
    const row = Math.floor(i / width);
    rows[row] = Math.max(rows[row] ?? -1, Math.abs((got.data[i] ?? 0) - (wanted.data[i] ?? 0)));
  }
  return rows;
}

const flaws = {
  wrong_output_shape: 'the two outputs have different shapes',
  not_finite: 'an output is not a finite number',
};

const isInside = (i: number, length: number) => i >= 0 && i < length;

/** Of what has fewer dimensions the missing ones are 1, and what has more is all channels. */
function imageShape({ shape, data }: Matrix): [number, number, number, number] {
  const [rows = 1, height = 1, width = 1] = shape.map((n) => n ?? 0);
  return [rows, height, width, Math.max(1, data.length / Math.max(1, rows * height * width))];
}

function sequenceShape({ shape, data }: Matrix) {
  const [rows = 1, length = 1] = shape.map((n) => n ?? 0);
  return { rows, length, width: Math.max(1, data.length / Math.max(1, rows * length)) };
}

function eachPixel(rows: number, height: number, width: number, visit: (row: number, y: number, x: number) => void) {
  for (let row = 0; row < rows; row++)
    for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) visit(row, y, x);
}
