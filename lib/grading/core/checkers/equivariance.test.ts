import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  checkCausality,
  checkInvariance,
  checkPermutation,
  checkShift,
  permuted,
  type Shift,
  shifted,
} from './equivariance.ts';
import type { Matrix } from './matrix.ts';

const matrix = (shape: number[], values: number[]) => ({ shape, data: Float32Array.from(values) });
const numbered = (...shape: number[]) =>
  matrix(
    shape,
    Array.from({ length: shape.reduce((a, b) => a * b) }, (_, i) => ((i * 7919) % 101) / 101),
  );

/** The value and its right and lower neighbours, 0 beyond the edge: what a convolution of 2 × 2 sees. */
function convolved({ shape, data }: Matrix): Matrix {
  const [rows = 0, height = 0, width = 0] = shape.map((n) => n ?? 0);
  const at = (row: number, y: number, x: number) =>
    y < height && x < width ? (data[(row * height + y) * width + x] ?? 0) : 0;
  const values = Array.from({ length: rows * height * width }, (_, i) => {
    const [row, y, x] = [Math.floor(i / (height * width)), Math.floor(i / width) % height, i % width];
    return at(row, y, x) - 2 * at(row, y, x + 1) + at(row, y + 1, x) ** 2;
  });
  return matrix([rows, height, width, 1], values);
}

describe('shifts', () => {
  it('move by hand', () => {
    expect([...shifted(matrix([1, 2, 2, 1], [1, 2, 3, 4]), { down: 1, right: 0 }).data]).toEqual([0, 0, 1, 2]);
    expect([...shifted(matrix([1, 2, 2, 1], [1, 2, 3, 4]), { down: 0, right: -1 }, 9).data]).toEqual([2, 9, 4, 9]);
  });

  const images = numbered(2, 7, 8, 1);
  const step = fc.integer({ min: -2, max: 2 });

  it('are what a convolution passes, away from the edge', () => {
    fc.assert(
      fc.property(step, step, (down, right) => {
        const check = checkShift(convolved(images), convolved(shifted(images, { down, right })), { down, right }, 1);
        expect(check).toMatchObject({ ok: true, passed: true });
      }),
    );
  });

  it('are what a model that knows the place does not', () => {
    const placed = (input: Matrix): Matrix => ({ ...input, data: input.data.map((value, i) => value * (i % 8)) });
    const shift: Shift = { down: 0, right: 1 };
    const check = checkShift(placed(images), placed(shifted(images, shift)), shift, 0);
    expect(check).toMatchObject({ ok: true, passed: false });
    expect(check.message).toMatch(
      /^A shifted image should give the outputs shifted, but some differ by up to 0\.\d+\.$/,
    );
  });

  it('say where nothing is left to compare', () => {
    expect(checkShift(images, images, { down: 7, right: 0 }, 0)).toMatchObject({
      ok: false,
      why: 'nothing_to_compare',
    });
  });
});

describe('permutations', () => {
  it('move by hand, and back again', () => {
    const sequences = matrix([1, 3, 2], [1, 1, 2, 2, 3, 3]);
    expect([...permuted(sequences, [2, 0, 1]).data]).toEqual([3, 3, 1, 1, 2, 2]);
    expect(permuted(permuted(sequences, [2, 0, 1]), [1, 2, 0])).toEqual(sequences);
  });

  it('are passed by what treats each position alike, and not by what sums up to it', () => {
    const sequences = numbered(2, 5, 3);
    const order = [4, 2, 0, 1, 3];
    const squared = (input: Matrix): Matrix => ({ ...input, data: input.data.map((value) => value * value) });
    const alike = checkPermutation(squared(sequences), squared(permuted(sequences, order)), order);
    expect(alike).toMatchObject({ ok: true, passed: true, worst: 0 });
    const other = checkPermutation(summed(sequences), summed(permuted(sequences, order)), order);
    expect(other).toMatchObject({ ok: true, passed: false });
  });
});

/** At each position the sum of all up to it: causal, and not equivariant. */
function summed({ shape, data }: Matrix): Matrix {
  const [, length = 0, width = 0] = shape.map((n) => n ?? 0);
  const sums = data.slice();
  for (let i = 0; i < sums.length; i++) {
    if (Math.floor(i / width) % length > 0) sums[i] = (sums[i] ?? 0) + (sums[i - width] ?? 0);
  }
  return { shape, data: sums };
}

describe('causality', () => {
  const before = numbered(2, 6, 2);
  const changedFrom = (from: number): Matrix => ({
    ...before,
    data: before.data.map((value, i) => (Math.floor(i / 2) % 6 >= from ? value + 1 : value)),
  });

  it('is passed by running sums and not by what looks ahead', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5 }), (from) => {
        const after = changedFrom(from);
        expect(checkCausality(summed(before), summed(after), from)).toMatchObject({ ok: true, passed: true });
        const backwards = (input: Matrix) => permuted(input, [1, 2, 3, 4, 5, 0]); // sees the next position
        expect(checkCausality(backwards(before), backwards(after), from)).toMatchObject({ ok: true, passed: false });
      }),
    );
  });

  it('has nothing to compare before the first position', () => {
    expect(checkCausality(before, before, 0)).toMatchObject({ ok: false, why: 'nothing_to_compare' });
  });
});

describe('invariance', () => {
  it('compares everything, within what float32 leaves', () => {
    const outputs = numbered(3, 4);
    const noisy = (by: number) => ({ ...outputs, data: outputs.data.map((value) => value + by) });
    expect(checkInvariance(outputs, noisy(1e-5))).toMatchObject({ ok: true, passed: true });
    expect(checkInvariance(outputs, noisy(0.01))).toMatchObject({ ok: true, passed: false });
  });

  it.each([
    ['wrong_output_shape', matrix([2, 2], [1, 2, 3, 4])],
    ['not_finite', matrix([1, 2], [1, Number.NaN])],
  ])('says what is %s', (why, other) => {
    expect(checkInvariance(matrix([1, 2], [1, 2]), other)).toMatchObject({ ok: false, why });
  });
});
