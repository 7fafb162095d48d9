import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { accuracy, flawOf } from './checkers.ts';

const matrix = (shape: number[], values: number[]) => ({ shape, data: Float32Array.from(values) });

describe('accuracy', () => {
  it('counts the rows whose highest output is the class of the label', () => {
    // Rows: right, wrong, right (the scores need not be probabilities).
    const predictions = matrix([3, 2], [0.9, 0.1, 0.7, 0.3, -5, -4]);
    const labels = matrix([3, 2], [1, 0, 0, 1, 0, 1]);
    expect(accuracy(predictions, labels)).toMatchObject({ ok: true, value: 2 / 3 });
  });

  it('takes the first of equally high outputs', () => {
    const predictions = matrix([2, 3], [0.5, 0.5, 0.5, 0.1, 0.4, 0.4]);
    const labels = matrix([2, 3], [1, 0, 0, 0, 0, 1]);
    expect(accuracy(predictions, labels)).toMatchObject({ ok: true, value: 0.5 });
  });

  it.each([
    ['too few rows', matrix([1, 2], [1, 0])],
    ['the right number of values in another shape', matrix([4], [1, 0, 1, 0])],
    ['a transposed shape', matrix([2, 2, 1], [1, 0, 1, 0])],
    ['a shape that its data does not fill', matrix([2, 2], [1, 0, 1])],
    ['a shape with an unknown length', { shape: [null, 2], data: Float32Array.from([1, 0, 1, 0]) }],
  ])('refuses %s', (_what, predictions) => {
    const labels = matrix([2, 2], [1, 0, 0, 1]);
    expect(accuracy(predictions, labels)).toEqual({ ok: false, why: 'wrong_output_shape' });
  });

  it.each([Number.NaN, Infinity, -Infinity])('refuses %s anywhere', (value) => {
    const labels = matrix([2, 2], [1, 0, 0, 1]);
    expect(accuracy(matrix([2, 2], [1, 0, 0, value]), labels)).toEqual({ ok: false, why: 'not_finite' });
  });

  it('is 1 for the labels themselves, and does not depend on the order of rows', () => {
    const classes = fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(classes, classes, (truth, guesses) => {
        const n = Math.min(truth.length, guesses.length);
        const oneHot = (list: number[]) =>
          matrix(
            [n, 4],
            list.slice(0, n).flatMap((c) => [0, 1, 2, 3].map((i) => (i === c ? 1 : 0))),
          );
        expect(accuracy(oneHot(truth), oneHot(truth))).toMatchObject({ ok: true, value: 1 });
        const backwards = (list: number[]) => oneHot(list.slice(0, n).reverse());
        const measured = accuracy(oneHot(guesses), oneHot(truth));
        const turned = accuracy(backwards(guesses), backwards(truth));
        expect(turned).toEqual({ ...measured, losses: measured.ok && measured.losses?.toReversed() });
      }),
    );
  });

  it('holds outputs against the shape that is asked for', () => {
    expect(flawOf(matrix([2, 1], [1, 2]), [2, 1])).toBeNull();
    expect(flawOf(matrix([2], [1, 2]), [2, 1])).toBe('wrong_output_shape');
  });
});
