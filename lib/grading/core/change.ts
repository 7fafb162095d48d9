import { z } from 'zod';
import { mulberry32, permutation } from '#lib/ml/random.ts';
import {
  type Comparison,
  checkCausality,
  checkInvariance,
  checkPermutation,
  checkShift,
  permuted,
  type Shift,
  shifted,
} from './checkers/equivariance.ts';
import type { Matrix } from './checkers/matrix.ts';

/**
 * Changes of inputs that say what becomes of the outputs, whatever is right: no label is needed. Whoever grades changes
 * the inputs and compares; what answers sees only more inputs.
 */

const shift = {
  kind: z.literal('shift'),
  /** How far images `[n, height, width, …]` are moved, in each of the four directions. */
  pixels: z.number().int().positive(),
  /** Outputs stay the same, or are images that move along. */
  outputs: z.enum(['same', 'shifted']),
  /** Pixels along the edges that are not compared where the outputs move along: padding is seen there. */
  margin: z.number().int().min(0).optional(),
  /** Value of the pixels that come in; 0 where it is not given. */
  fill: z.number().optional(),
};
const permuting = {
  kind: z.literal('permutation'),
  /** Outputs for positions `[n, length, …]` in another order stay the same, or come in that order. */
  outputs: z.enum(['same', 'permuted']),
};
/** Outputs `[n, length, …]` before a position do not change with inputs from it on. */
const causality = { kind: z.literal('causality') };

/** The three of them, each with the fields of `more`: literal kinds tell them apart. */
export const changesWith = <More extends z.ZodRawShape>(more: More) =>
  [
    z.strictObject({ ...shift, ...more }),
    z.strictObject({ ...permuting, ...more }),
    z.strictObject({ ...causality, ...more }),
  ] as const;

const changeSchema = z.discriminatedUnion('kind', changesWith({}));
export type Change = z.infer<typeof changeSchema>;

/** Inputs changed once, and what their outputs are compared with. */
export type Trial = {
  /** Those that were given, changed: as many, of the same shape. */
  change: (inputs: Matrix) => Matrix;
  /** @param outputs for the inputs as they were given */
  compare: (outputs: Matrix, ofChanged: Matrix, within?: number) => Comparison;
};

/**
 * How inputs of this shape are tried, always in the same ways, so that a grade can be given again.
 * @param shape with the rows first
 */
export function trialsOf(change: Change, shape: Matrix['shape']): Trial[] {
  if (change.kind === 'shift') return directions(change.pixels).map((step) => shiftTrial(change, step));
  const length = shape[1] ?? 1;
  if (change.kind === 'permutation') {
    return [1, 2, 3].map((seed) => permutationTrial(change.outputs, otherOrder(length, seed)));
  }
  const places = [1, Math.ceil(length / 2), length - 1].filter((from) => from > 0 && from < length);
  return [...new Set(places)].map(causalityTrial);
}

const directions = (pixels: number): Shift[] => [
  { down: pixels, right: 0 },
  { down: -pixels, right: 0 },
  { down: 0, right: pixels },
  { down: 0, right: -pixels },
];

const shiftTrial = ({ outputs, margin = 0, fill = 0 }: Change & { kind: 'shift' }, step: Shift): Trial => ({
  change: (inputs) => shifted(inputs, step, fill),
  compare: (before, after, within) =>
    outputs === 'same' ? checkInvariance(before, after, within) : checkShift(before, after, step, margin, within),
});

/** Never the order that was: among two or three positions chance often finds that one. */
function otherOrder(length: number, seed: number): Uint32Array {
  const order = permutation(length, mulberry32(seed));
  return order.every((from, i) => from === i) ? order.reverse() : order;
}

const permutationTrial = (outputs: 'same' | 'permuted', order: Uint32Array): Trial => ({
  change: (inputs) => permuted(inputs, order),
  compare: (before, after, within) =>
    outputs === 'same' ? checkInvariance(before, after, within) : checkPermutation(before, after, order, within),
});

const causalityTrial = (from: number): Trial => ({
  change: (inputs) => withOtherFuture(inputs, from),
  compare: (before, after, within) => checkCausality(before, after, from, within),
});

/** Each row goes on from `from` as the next row does: real inputs again, ids of words included. A lone row shifts. */
function withOtherFuture({ shape, data }: Matrix, from: number): Matrix {
  const [rows = 1, length = 1] = shape.map((n) => n ?? 1);
  const size = data.length / rows;
  const width = size / length;
  const changed = data.slice();
  for (let row = 0; row < rows; row++) {
    for (let i = from; i < length; i++) {
      const [fromRow, at] = rows > 1 ? [(row + 1) % rows, i] : [row, (i + 1) % length];
      const source = fromRow * size + at * width;
      changed.set(data.subarray(source, source + width), row * size + i * width);
    }
  }
  return { shape, data: changed };
}

/** What should hold, for a sentence that goes on with what was found. */
export function claimOf(change: Change, of: 'outputs' | 'class'): string {
  const same = of === 'class' ? 'get the same class' : 'get the same outputs';
  if (change.kind === 'shift') {
    const by = `inputs moved by ${change.pixels} ${change.pixels === 1 ? 'pixel' : 'pixels'}`;
    return `${by} should ${change.outputs === 'same' ? same : 'get outputs that are moved along'}`;
  }
  if (change.kind === 'causality') return 'inputs changed from some position on should keep the outputs before it';
  const order = 'inputs with their positions in another order should';
  return `${order} ${change.outputs === 'same' ? same : 'get their outputs in that order'}`;
}
