import { describe, expect, it } from 'vitest';
import type { CallTest } from '#lib/grading/core/call-test.ts';
import type { Metric } from '#lib/grading/core/checkers/metric.ts';
import { type TestSpec, testSchema } from './manifest.ts';
import { bitsOfCalls, bitsTold, mostAttempts, mostGain, whyCarriedAway, whyReadable } from './probing.ts';

const marked = (marks: number[], metric: Metric = 'accuracy', name = 'm'): TestSpec => ({
  kind: 'metric',
  name,
  metric,
  split: 'private',
  thresholds: marks.map((atLeast, i) => ({ atLeast, points: i + 1 })),
});
const order = testSchema.parse({ kind: 'permutation', name: 'o', points: 1, outputs: 'same' });
const small: TestSpec = { kind: 'parameters', name: 'p', points: 1 };

describe('bits that a grade tells', () => {
  it.each<[string, TestSpec[], number]>([
    ['one mark, and that a model gave no numbers', [marked([0.9])], Math.log2(3)],
    ['three marks', [small, marked([0.9, 0.92, 0.94])], Math.log2(5)],
    ['the same metric twice is one number', [marked([0.8, 0.9]), marked([0.9, 0.95])], Math.log2(5)],
    ['two metrics are two', [marked([0.8, 0.9]), marked([0.7], 'macro_f1')], Math.log2(7)],
    ['a test of changed inputs doubles them', [marked([0.9]), order, order], Math.log2(9)],
    ['no probabilities', [marked([1], 'cross_entropy')], Math.log2(4)],
  ])('%s', (_what, tests, bits) => {
    expect(bitsTold({ tests })).toBeCloseTo(bits, 12);
  });
});

describe('what a private split bears', () => {
  it('attempts up to the root of its rows, by the bits of each', () => {
    expect(mostAttempts(6000, 1)).toBe(77);
    const tests = [marked([0.9, 0.92, 0.94])];
    expect(mostAttempts(6000, bitsTold({ tests }))).toBe(33);
    expect(whyReadable({ attempts: 33, tests }, 6000)).toBeNull();
    expect(whyReadable({ attempts: 34, tests }, 6000)).toMatch(/attempts: 34 .* 2\.3 bits.* at most 33,.* 6233 rows/);
    expect(whyReadable({ attempts: 34, tests }, 6233)).toBeNull();
  });

  it('the marks of all tests count together', () => {
    const two = [marked([0.9, 0.92, 0.94]), marked([0.8, 0.86, 0.9], 'macro_f1')];
    expect(whyReadable({ attempts: 30, tests: two }, 6000)).toMatch(/attempts: 30 .* at most 18/);
  });

  it('marks two standard errors apart, of all tests of a metric', () => {
    expect(whyReadable({ attempts: 1, tests: [marked([0.9, 0.92])] }, 2500)).toBeNull();
    expect(whyReadable({ attempts: 1, tests: [marked([0.9, 0.92])] }, 2400)).toMatch(
      /marks 0\.9 and 0\.92 of accuracy are nearer than 0\.020,.* on 2400 .* of 2500 rows/,
    );
    const apart = [marked([0.9]), marked([0.91], 'accuracy', 'again')];
    expect(whyReadable({ attempts: 1, tests: apart }, 2500)).toMatch(/marks 0\.9 and 0\.91/);
    const same = [marked([0.9]), marked([0.9], 'accuracy', 'again')];
    expect(whyReadable({ attempts: 1, tests: same }, 2500)).toBeNull();
    expect(whyReadable({ attempts: 1, tests: [marked([0.5, 0.6], 'mse')] }, 4)).toBeNull();
  });

  it('asks for no rows where no points come from them', () => {
    expect(whyReadable({ attempts: 1000, tests: [small, order] }, 4)).toBeNull();
  });

  it('gains at most what the bits can tell', () => {
    expect(mostGain(0, 100)).toBe(0);
    expect(mostGain(77, 6000)).toBeCloseTo(0.0667, 4);
  });
});

describe('hidden arguments of functions', () => {
  const call = (name: string, compare: CallTest['compare']): CallTest => ({
    kind: 'call',
    name,
    function: 'f',
    points: 1,
    compare,
  });
  const tests = [
    call('Sum', { kind: 'exact' }),
    call('Order', { kind: 'permutation', outputs: 'same', arguments: [0] }),
  ];

  it('must be more than all words of all attempts', () => {
    expect(bitsOfCalls(tests)).toBeCloseTo(1 + 2 * Math.log2(5), 12);
    expect(whyCarriedAway({ attempts: 30, tests }, () => 170)).toBeNull();
    expect(whyCarriedAway({ attempts: 30, tests }, () => 169)).toMatch(
      /attempts: 30 submissions can carry 170 bits .* "Sum" hold 169\. .* at most 29 attempts/,
    );
    expect(whyCarriedAway({ attempts: 29, tests }, () => 169)).toBeNull();
  });

  it('are worth nothing where no result is expected', () => {
    expect(whyCarriedAway({ attempts: 30, tests }, (name) => (name === 'Sum' ? 1000 : 1))).toBeNull();
  });
});
