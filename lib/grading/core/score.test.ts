import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Manifest } from '#lib/assignments/core/manifest.ts';
import { type Facts, scoreTests, totalOf } from './score.ts';

const rules: Pick<Manifest, 'tests' | 'limits'> = {
  limits: { parameters: 10_000, trainSeconds: 60, predictSeconds: 10, memoryMiB: 1024 },
  tests: [
    { kind: 'parameters', name: 'Small', points: 2 },
    { kind: 'metric', name: 'Public', metric: 'accuracy', split: 'public', thresholds: [{ atLeast: 0.5, points: 1 }] },
    {
      kind: 'metric',
      name: 'Private',
      metric: 'accuracy',
      split: 'private',
      thresholds: [
        { atLeast: 0.8, points: 3 },
        { atLeast: 0.9, points: 7 },
      ],
    },
  ],
};

const facts = (change: Partial<Facts>): Facts => ({ parameters: 5000, metrics: {}, note: null, ...change });
const measured = (shown: number, kept: number) =>
  facts({ metrics: { public: { accuracy: shown }, private: { accuracy: kept } } });

describe('scoreTests', () => {
  it('gives the points of the highest threshold reached', () => {
    expect(
      scoreTests(rules, measured(0.934, 0.85)).map(({ passed, points, maxPoints }) => [passed, points, maxPoints]),
    ).toEqual([
      [true, 2, 2],
      [true, 1, 1],
      [true, 3, 7],
    ]);
    expect(totalOf(scoreTests(rules, measured(0.5, 0.9)))).toBe(10);
    expect(totalOf(scoreTests(rules, measured(0.4999, 0.7999)))).toBe(2);
  });

  it('tells only the marks that a metric on hidden data has reached', () => {
    const messages = (shown: number, kept: number) =>
      scoreTests(rules, measured(shown, kept)).map((test) => test.message);
    expect(messages(0.9349, 0.8512)).toEqual([
      'The model has 5,000 parameters; at most 10,000 are allowed.',
      'Accuracy on the public test data is at least 0.5: full points. Accuracy is the share of examples that are given their class.',
      'Accuracy on the private test data is at least 0.8 and below 0.9: 0.9 gives 7 points. Accuracy is the share of examples that are given their class.',
    ]);
    expect(messages(0.4, 0.79)[1]).toBe(
      'Accuracy on the public test data is below 0.5: 0.5 gives 1 point. Accuracy is the share of examples that are given their class.',
    );
    expect(messages(0.4, 0.79)[2]).toBe(
      'Accuracy on the private test data is below 0.8: 0.8 gives 3 points. Accuracy is the share of examples that are given their class.',
    );
    expect(messages(0.4, 0.95)[2]).toBe(
      'Accuracy on the private test data is at least 0.9: full points. Accuracy is the share of examples that are given their class.',
    );
  });

  it('gives the points of the lowest mark that an error is under, and says so', () => {
    const thresholds = [
      { atMost: 0.5, points: 2 },
      { atMost: 0.1, points: 5 },
    ];
    const mse = {
      limits: rules.limits,
      tests: [{ kind: 'metric', name: 'MSE', metric: 'mse', split: 'private', thresholds }],
    };
    const scored = (value: number, source?: 'validation') =>
      scoreTests(mse as typeof rules, facts({ metrics: { private: { mse: value } } }), source)[0]; // as written above
    expect([0.6, 0.5, 0.2, 0.1, 0].map((value) => scored(value)?.points)).toEqual([0, 2, 2, 5, 5]);
    expect(scored(0.2)?.message).toMatch(
      /^The mean squared error on the private test data is at most 0\.5 and above 0\.1: 0\.1 gives 5 points\./,
    );
    expect(scored(0.6)?.message).toMatch(/ is above 0\.5: 0\.5 gives 2 points\./);
    expect(scored(0.05)?.message).toMatch(/ is at most 0\.1: full points\./);
    // To the worse side: 0.10001 missed the mark and is not shown as having reached it.
    expect(scored(0.10001, 'validation')?.message).toContain(' is 0.1001: ');
  });

  it('says all of it on validation data, which the student holds', () => {
    const [, , kept] = scoreTests(rules, measured(0.9, 0.85), 'validation');
    expect(kept?.message).toBe(
      'Accuracy on the validation data is 0.850: 0.9 gives 7 points. Accuracy is the share of examples that are given their class.',
    );
  });

  it('scores nothing else over the parameter limit', () => {
    const tests = scoreTests(rules, { ...measured(0.99, 0.99), parameters: 10_001 });
    expect(totalOf(tests)).toBe(0);
    expect(tests.every((test) => !test.passed)).toBe(true);
    expect(tests[0]?.message).toBe(
      'The model has 10,001 parameters; at most 10,000 are allowed. Nothing else is scored.',
    );
    expect(tests[2]?.message).toBe('Not measured: the model has more parameters than the assignment allows.');
  });

  it('gives nothing where the code failed, and says why', () => {
    const tests = scoreTests(rules, facts({ note: { code: 'threw', phase: 'build', detail: 'Error: oh', line: 3 } }));
    expect(totalOf(tests)).toBe(0);
    expect(tests[1]?.message).toBe(
      'Not measured. The code threw an error. Line 3. Error: oh. Mend what it tells of, and run the code again.',
    );
  });

  it('never tells the private metric, whatever it is', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (kept) => {
        const told = scoreTests(rules, measured(0.6, kept))[2]?.message ?? '';
        const numbers = told.match(/\d+(\.\d+)?/g) ?? [];
        expect(numbers.every((number) => ['0.8', '0.9', '3', '7'].includes(number))).toBe(true);
      }),
    );
  });

  it('never gives fewer points for a better metric, nor more than there are', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(share, share, (a, b) => {
        const points = (kept: number) => totalOf(scoreTests(rules, measured(0.6, kept)));
        expect(points(Math.max(a, b))).toBeGreaterThanOrEqual(points(Math.min(a, b)));
        expect(points(a)).toBeLessThanOrEqual(10);
      }),
    );
  });
});
