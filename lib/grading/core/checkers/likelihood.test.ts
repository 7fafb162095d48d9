import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bitsPerCharacter, crossEntropy, perplexity } from './likelihood.ts';
import type { Measured } from './matrix.ts';

const matrix = (shape: number[], values: number[]) => ({ shape, data: Float32Array.from(values) });
const numberOf = (measured: Measured) => (measured.ok ? measured.value : Number.NaN);

/** Probability 1/2 and 1/8 for what is true: (1 + 3) / 2 = 2 bits. */
const predictions = matrix([2, 4], [0.5, 0.25, 0.125, 0.125, 0.125, 0.125, 0.25, 0.5]);
const labels = matrix([2, 4], [1, 0, 0, 0, 1, 0, 0, 0]);

describe('cross-entropy, perplexity and bits a character', () => {
  it('are 2 ln 2, 4 and 2 by hand', () => {
    expect(numberOf(crossEntropy(predictions, labels))).toBeCloseTo(2 * Math.LN2, 12);
    expect(numberOf(perplexity(predictions, labels))).toBeCloseTo(4, 12);
    expect(numberOf(bitsPerCharacter(predictions, labels))).toBeCloseTo(2, 12);
  });

  it('give each row its own nats, a sequence the mean of its positions', () => {
    const asRows = crossEntropy(predictions, labels);
    expect(asRows.ok && asRows.losses).toEqual(Float32Array.of(Math.LN2, 3 * Math.LN2));
    const sequence = ({ data }: typeof labels) => ({ shape: [1, 2, 4], data });
    const asOne = perplexity(sequence(predictions), sequence(labels));
    expect(asOne.ok && asOne.losses).toEqual(Float32Array.of(2 * Math.LN2));
  });

  it('takes a single output for the probability of class 1', () => {
    const measured = crossEntropy(matrix([2, 1], [0.25, 0.25]), matrix([2, 1], [1, 0]));
    expect(numberOf(measured)).toBeCloseTo((-Math.log(0.25) - Math.log(0.75)) / 2, 12);
  });

  it('takes soft labels, against which nothing beats the labels themselves', () => {
    const soft = matrix([1, 2], [0.25, 0.75]);
    expect(numberOf(crossEntropy(soft, soft))).toBeCloseTo(-0.25 * Math.log(0.25) - 0.75 * Math.log(0.75), 12);
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(share, (p) => {
        const other = numberOf(crossEntropy(matrix([1, 2], [p, 1 - p]), soft));
        expect(other).toBeGreaterThanOrEqual(numberOf(crossEntropy(soft, soft)) - 1e-7);
      }),
    );
  });

  it('holds a certain mistake for 16.1 nats, not for infinity', () => {
    expect(numberOf(crossEntropy(matrix([1, 2], [1, 0]), matrix([1, 2], [0, 1])))).toBeCloseTo(-Math.log(1e-7), 6);
  });

  it.each([
    ['logits', [3, -1]],
    ['a sum below 1', [0.3, 0.3]],
    ['a sum above 1', [0.9, 0.9]],
    ['a negative share', [1.2, -0.2]],
  ])('refuses %s', (_what, values) => {
    expect(crossEntropy(matrix([1, 2], values), matrix([1, 2], [1, 0]))).toEqual({
      ok: false,
      why: 'not_probabilities',
    });
  });

  it('blames the labels where they are no distribution', () => {
    expect(crossEntropy(matrix([1, 2], [1, 0]), matrix([1, 2], [1, 1]))).toEqual({ ok: false, why: 'labels_unfit' });
  });

  it('gives nothing for promising a little more than 1', () => {
    const honest = numberOf(crossEntropy(matrix([1, 2], [0.5, 0.5]), matrix([1, 2], [1, 0])));
    expect(numberOf(crossEntropy(matrix([1, 2], [0.50025, 0.50025]), matrix([1, 2], [1, 0])))).toBeCloseTo(honest, 6);
  });

  it('is 0 or more, and as many choices as there are for a uniform guess', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 60 }), fc.nat(59), (classes, pick) => {
        const uniform = matrix([1, classes], Array(classes).fill(1 / classes));
        const truth = matrix(
          [1, classes],
          Array.from({ length: classes }, (_, i) => (i === pick % classes ? 1 : 0)),
        );
        expect(numberOf(perplexity(uniform, truth))).toBeCloseTo(classes, 8);
        expect(numberOf(crossEntropy(truth, truth))).toBe(0);
      }),
    );
  });
});
