import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { accuracy, balancedAccuracy, macroF1 } from './classification.ts';
import { flawOf } from './matrix.ts';

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

describe('accuracy of a single output', () => {
  it('takes it for the probability of class 1, which wins above one half', () => {
    const labels = matrix([4, 1], [1, 0, 1, 0]);
    expect(accuracy(matrix([4, 1], [0.9, 0.5, 0.5, 0.6]), labels)).toMatchObject({ ok: true, value: 0.5 });
  });

  it('counts every position of a sequence, and gives each row its share of mistakes', () => {
    const labels = matrix([2, 2, 2], [1, 0, 0, 1, 1, 0, 1, 0]);
    const predictions = matrix([2, 2, 2], [2, 1, 2, 1, 3, 1, 3, 1]); // right, wrong; right, right
    const measured = accuracy(predictions, labels);
    expect(measured).toEqual({ ok: true, value: 0.75, losses: Float32Array.of(0.5, 0) });
  });

  it('of labels that are not there is no number', () => {
    expect(accuracy(matrix([0, 2], []), matrix([0, 2], []))).toEqual({ ok: false, why: 'labels_unfit' });
  });
});

/** Eight examples of three classes: four, three, one. Found: three, one, one. Predicted: four, one, three. */
const truth = [0, 0, 0, 0, 1, 1, 1, 2];
const guesses = [0, 0, 0, 2, 1, 0, 2, 2];
const oneHotOf = (list: number[], classes = 3) =>
  matrix(
    [list.length, classes],
    list.flatMap((one) => Array.from({ length: classes }, (_, i) => (i === one ? 1 : 0))),
  );

describe('balanced accuracy', () => {
  it('averages the share found of each class: (3/4 + 1/3 + 1/1) / 3 = 25/36', () => {
    const measured = balancedAccuracy(oneHotOf(guesses), oneHotOf(truth));
    expect(measured).toMatchObject({ ok: true });
    expect(measured.ok && measured.value).toBeCloseTo(25 / 36, 12);
  });

  it('leaves out a class that no label has', () => {
    expect(balancedAccuracy(oneHotOf([0, 2]), oneHotOf([0, 1]))).toMatchObject({ ok: true, value: 0.5 });
  });

  it('falls as the mean of its losses rises', () => {
    const measured = balancedAccuracy(oneHotOf(guesses), oneHotOf(truth));
    if (!measured.ok || !measured.losses) throw new Error('Nothing was measured.');
    expect(1 - measured.losses.reduce((sum, loss) => sum + loss, 0) / 8).toBeCloseTo(measured.value, 6);
  });

  it('is accuracy where all classes are as frequent', () => {
    const classes = fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 9, maxLength: 9 });
    fc.assert(
      fc.property(classes, (list) => {
        const labels = oneHotOf([0, 1, 2, 0, 1, 2, 0, 1, 2]);
        const [plain, balanced] = [accuracy(oneHotOf(list), labels), balancedAccuracy(oneHotOf(list), labels)];
        expect(balanced.ok && balanced.value).toBeCloseTo(plain.ok ? plain.value : Number.NaN, 12);
      }),
    );
  });
});

describe('macro F1', () => {
  it('averages F1 over the classes: 6/8, 2/4 and 2/4 give 7/12', () => {
    const measured = macroF1(oneHotOf(guesses), oneHotOf(truth));
    expect(measured.ok && measured.value).toBeCloseTo((6 / 8 + 2 / 4 + 2 / 4) / 3, 12);
  });

  it('leaves out a class that occurs nowhere, and counts one that is never found', () => {
    expect(macroF1(oneHotOf([0, 1]), oneHotOf([0, 1]))).toEqual({ ok: true, value: 1 });
    expect(macroF1(oneHotOf([0, 2]), oneHotOf([0, 1]))).toMatchObject({ ok: true, value: 1 / 3 });
  });

  it('lies between 0 and 1, and does not depend on what the classes are called', () => {
    const classes = fc.array(fc.tuple(fc.integer({ min: 0, max: 2 }), fc.integer({ min: 0, max: 2 })), {
      minLength: 1,
    });
    fc.assert(
      fc.property(classes, (pairs) => {
        const score = (rename: (one: number) => number) =>
          macroF1(oneHotOf(pairs.map(([one]) => rename(one))), oneHotOf(pairs.map(([, one]) => rename(one))));
        const [plain, renamed] = [score((one) => one), score((one) => (one + 1) % 3)];
        if (!plain.ok || !renamed.ok) throw new Error('Nothing was measured.');
        expect(renamed.value).toBeCloseTo(plain.value, 12);
        expect(plain.value).toBeGreaterThanOrEqual(0);
        expect(plain.value).toBeLessThanOrEqual(1);
      }),
    );
  });
});
