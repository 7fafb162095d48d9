import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { close, closeWithin, exact } from './agreement.ts';
import { iou } from './masks.ts';
import type { Measured } from './matrix.ts';
import { meanAbsoluteError, meanSquaredError, r2 } from './regression.ts';

const matrix = (shape: number[], values: number[]) => ({ shape, data: Float32Array.from(values) });
const numberOf = (measured: Measured) => (measured.ok ? measured.value : Number.NaN);
const lossesOf = (measured: Measured) => (measured.ok && measured.losses ? [...measured.losses] : null);

const predictions = matrix([3, 2], [1, 2, 3, 4, 5, 6]);
const labels = matrix([3, 2], [1, 0, 3, 8, 5, 7]); // errors 0, 2; 0, −4; 0, −1

describe('mean errors', () => {
  it('are (4 + 16 + 1) / 6 and (2 + 4 + 1) / 6 by hand, and a mean a row', () => {
    expect(numberOf(meanSquaredError(predictions, labels))).toBeCloseTo(21 / 6, 12);
    expect(numberOf(meanAbsoluteError(predictions, labels))).toBeCloseTo(7 / 6, 12);
    expect(lossesOf(meanSquaredError(predictions, labels))).toEqual([2, 8, 0.5]);
    expect(lossesOf(meanAbsoluteError(predictions, labels))).toEqual([1, 2, 0.5]);
  });

  it('are summed in float64: a million small errors beside a large one are not lost', () => {
    const n = 1_000_001;
    const data = new Float32Array(n).fill(0.1);
    data[0] = 1e5;
    const zeros = { shape: [n, 1], data: new Float32Array(n) };
    const total = numberOf(meanAbsoluteError({ shape: [n, 1], data }, zeros)) * n;
    expect(total).toBeCloseTo(1e5 + 1e6 * Math.fround(0.1), 3);
  });

  const value = fc.integer({ min: -50, max: 50 });
  it('are 0 or more, move with both, and the one is at most the root of the other', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(value, value), { minLength: 1 }), value, (pairs, move) => {
        const of = (pick: 0 | 1, add: number) =>
          matrix(
            [pairs.length, 1],
            pairs.map((pair) => pair[pick] + add),
          );
        const square = numberOf(meanSquaredError(of(0, 0), of(1, 0)));
        const absolute = numberOf(meanAbsoluteError(of(0, 0), of(1, 0)));
        expect(numberOf(meanSquaredError(of(0, move), of(1, move)))).toBeCloseTo(square, 9);
        expect(absolute).toBeGreaterThanOrEqual(0);
        expect(absolute).toBeLessThanOrEqual(Math.sqrt(square) + 1e-9);
      }),
    );
  });
});

describe('R²', () => {
  it('is 1 − 1.5 / 29.1875 by hand', () => {
    // numpy and scikit-learn give the same: labels 3, −0.5, 2, 7 with predictions 2.5, 0, 2, 8.
    const measured = r2(matrix([4, 1], [2.5, 0, 2, 8]), matrix([4, 1], [3, -0.5, 2, 7]));
    expect(numberOf(measured)).toBeCloseTo(1 - 1.5 / 29.1875, 12);
  });

  it('is 0 for the mean of the labels, 1 for the labels, and the mean over outputs', () => {
    const truth = matrix([2, 2], [0, 10, 2, 30]);
    expect(numberOf(r2(matrix([2, 2], [1, 20, 1, 20]), truth))).toBeCloseTo(0, 12);
    expect(numberOf(r2(truth, truth))).toBe(1);
    expect(numberOf(r2(matrix([2, 2], [0, 20, 2, 20]), truth))).toBeCloseTo(0.5, 12);
  });

  it.each([
    [
      [5, 5, 5],
      [5, 5, 5],
    ],
    [
      [1, 2, 3],
      [0.1, 0.1, 0.1],
    ], // a mean of 0.1 in float is not 0.1
  ])('has no value where the labels are all the same', (given, truth) => {
    expect(r2(matrix([3, 1], given), matrix([3, 1], truth))).toEqual({ ok: false, why: 'labels_unfit' });
  });

  it('is at most 1, and falls as the mean of its losses rises', () => {
    const value = fc.integer({ min: -50, max: 50 });
    const pairs = fc
      .array(fc.tuple(value, value), { minLength: 2 })
      .filter((list) => new Set(list.map(([, label]) => label)).size > 1);
    fc.assert(
      fc.property(pairs, (list) => {
        const of = (pick: 0 | 1) =>
          matrix(
            [list.length, 1],
            list.map((pair) => pair[pick]),
          );
        const measured = r2(of(0), of(1));
        const losses = lossesOf(measured) ?? [];
        expect(numberOf(measured)).toBeLessThanOrEqual(1);
        const mean = losses.reduce((sum, loss) => sum + loss, 0) / list.length;
        expect(1 - mean).toBeCloseTo(numberOf(measured), 3 - Math.ceil(Math.log10(1 + mean)));
      }),
    );
  });
});

describe('exact and close', () => {
  it('count whole rows', () => {
    expect(exact(predictions, labels)).toEqual({ ok: true, value: 0, losses: Float32Array.of(1, 1, 1) });
    const near = matrix([3, 2], [1, 0, 3.0001, 8, 5, 7.1]);
    expect(exact(near, labels)).toEqual({ ok: true, value: 1 / 3, losses: Float32Array.of(0, 1, 1) });
    expect(close(near, labels)).toEqual({ ok: true, value: 2 / 3, losses: Float32Array.of(0, 0, 1) });
  });

  it('close adds what is absolute to what is relative to the right value', () => {
    const check = closeWithin({ absolute: 0.5, relative: 0.25 });
    // |y| = 4 allows 0.5 + 1 = 1.5.
    expect(numberOf(check(matrix([2, 1], [5.5, -5.5]), matrix([2, 1], [4, -4])))).toBe(1);
    expect(numberOf(check(matrix([2, 1], [5.75, 2.25]), matrix([2, 1], [4, 4])))).toBe(0);
  });
});

describe('intersection over union', () => {
  it('is the mean of 1/3 and 1 by hand, where two empty masks agree', () => {
    const guess = matrix([2, 2, 2], [1, 1, 0, 0, 0, 0, 0, 0]);
    const truth = matrix([2, 2, 2], [1, 0, 1, 0, 0, 0, 0, 0]);
    expect(numberOf(iou(guess, truth))).toBeCloseTo((1 / 3 + 1) / 2, 12);
    expect(lossesOf(iou(guess, truth))?.[0]).toBeCloseTo(2 / 3, 6);
  });

  it('is symmetric, 1 for itself, and between 0 and 1', () => {
    const bit = fc.integer({ min: 0, max: 1 });
    fc.assert(
      fc.property(fc.array(fc.tuple(bit, bit), { minLength: 1 }), (pairs) => {
        const of = (pick: 0 | 1) =>
          matrix(
            [1, pairs.length],
            pairs.map((pair) => pair[pick]),
          );
        const value = numberOf(iou(of(0), of(1)));
        expect(numberOf(iou(of(1), of(0)))).toBe(value);
        expect(numberOf(iou(of(0), of(0)))).toBe(1);
        expect(value).toBeGreaterThanOrEqual(0);
        expect(value).toBeLessThanOrEqual(1);
      }),
    );
  });
});
