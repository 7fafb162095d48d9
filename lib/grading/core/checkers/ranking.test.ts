import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Measured } from './matrix.ts';
import { auc, midranks } from './ranking.ts';

const column = (values: number[]) => ({ shape: [values.length, 1], data: Float32Array.from(values) });
const numberOf = (measured: Measured) => (measured.ok ? measured.value : Number.NaN);

describe('midranks', () => {
  it('gives equal values the mean of their ranks', () => {
    expect([...midranks(Float64Array.of(3, 1, 3, 2, 3))]).toEqual([4, 1, 4, 2, 4]);
  });
});

describe('AUC', () => {
  it('is the share of pairs in the right order: 3 of 4', () => {
    expect(auc(column([0.1, 0.4, 0.35, 0.8]), column([0, 0, 1, 1]))).toEqual({ ok: true, value: 0.75 });
  });

  it('counts a tie as half: (1 + 1/2 + 1 + 1) / 4', () => {
    expect(auc(column([0.2, 0.5, 0.5, 0.8]), column([0, 0, 1, 1]))).toEqual({ ok: true, value: 0.875 });
    expect(auc(column([7, 7, 7]), column([0, 1, 1]))).toEqual({ ok: true, value: 0.5 });
  });

  it('ranks by the difference of two outputs', () => {
    const labels = { shape: [2, 2], data: Float32Array.of(1, 0, 0, 1) };
    // Differences 1 and 2: the second, of class 1, is ranked above, though its output is lower.
    expect(auc({ shape: [2, 2], data: Float32Array.of(4, 5, 1, 3) }, labels)).toEqual({ ok: true, value: 1 });
  });

  it('of three classes is the mean of each against the others', () => {
    const labels = { shape: [3, 3], data: Float32Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1) };
    // Class 0 is above both (1), class 1 above one of two (1/2), class 2 below both (0).
    const data = Float32Array.of(0.9, 0.6, 0.5, 0.2, 0.4, 0.7, 0.1, 0.3, 0.4);
    expect(auc({ shape: [3, 3], data }, labels)).toEqual({ ok: true, value: 0.5 });
  });

  it.each([[[0, 0, 0]], [[1, 1, 1]]])('has no value where all labels are %j', (labels) => {
    expect(auc(column([0.1, 0.2, 0.3]), column(labels))).toEqual({ ok: false, why: 'labels_unfit' });
  });

  it('has no value of three classes where one is missing', () => {
    const labels = { shape: [2, 3], data: Float32Array.of(1, 0, 0, 0, 1, 0) };
    expect(auc(labels, labels)).toEqual({ ok: false, why: 'labels_unfit' });
  });

  const pairs = fc
    .array(fc.tuple(fc.integer({ min: -9, max: 9 }), fc.integer({ min: 0, max: 1 })), { minLength: 2, maxLength: 40 })
    .filter((list) => new Set(list.map(([, label]) => label)).size === 2);

  it('agrees with counting every pair', () => {
    fc.assert(
      fc.property(pairs, (list) => {
        const [scores, labels] = [list.map(([score]) => score), list.map(([, label]) => label)];
        let [sum, count] = [0, 0];
        for (const [up, isUp] of list) {
          for (const [down, isDown] of list) {
            if (!isUp || isDown) continue;
            sum += up > down ? 1 : up === down ? 0.5 : 0;
            count++;
          }
        }
        expect(numberOf(auc(column(scores), column(labels)))).toBeCloseTo(sum / count, 10);
      }),
    );
  });

  it('does not change with the scale, and turns round with the order', () => {
    fc.assert(
      fc.property(pairs, (list) => {
        const labels = column(list.map(([, label]) => label));
        const of = (scale: (score: number) => number) =>
          numberOf(auc(column(list.map(([score]) => scale(score))), labels));
        expect(of((score) => Math.exp(score / 4))).toBe(of((score) => score));
        expect(of((score) => -score)).toBeCloseTo(1 - of((score) => score), 10);
      }),
    );
  });
});
