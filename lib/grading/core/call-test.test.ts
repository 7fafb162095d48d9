import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type CallTest,
  type Case,
  callsOf,
  explainCase,
  judgeCase,
  type Verdict,
  verdicts,
  worstOf,
} from './call-test.ts';
import { dealOut, describeExamples, listCalls, mostValuesOf, scoreCalls } from './score-calls.ts';
import { isTensor, type Value } from './value.ts';

const tensor = (shape: number[], ...values: number[]) => ({ shape, data: Float32Array.from(values) });
const test = (compare: CallTest['compare'], name = 'T'): CallTest => ({
  kind: 'call',
  name,
  function: 'f',
  points: 2,
  compare,
});
const expecting = (expected: Value, args: Value[] = []): Case => ({ test: 'T', args, expected });

describe('a case', () => {
  it.each<[string, CallTest['compare'], Value, Value, Verdict]>([
    ['the very number', { kind: 'exact' }, 3, 3, 'passed'],
    ['a number near it', { kind: 'exact' }, 3, 3.0001, 'wrong_value'],
    ['a near number, being close', { kind: 'close' }, 3, 3.0001, 'passed'],
    ['a far number', { kind: 'close' }, 3, 3.01, 'wrong_value'],
    ['what an own tolerance allows', { kind: 'close', absolute: 0.1, relative: 0 }, 3, 3.09, 'passed'],
    ['what an own tolerance does not', { kind: 'close', absolute: 0, relative: 0.01 }, 3, 3.04, 'wrong_value'],
    ['NaN', { kind: 'close' }, 3, Number.NaN, 'wrong_value'],
    ['infinity', { kind: 'close' }, 3, Number.POSITIVE_INFINITY, 'wrong_value'],
    [
      'a tensor of the same numbers in another shape',
      { kind: 'exact' },
      tensor([2], 1, 2),
      tensor([2, 1], 1, 2),
      'wrong_form',
    ],
    ['a number for a tensor', { kind: 'exact' }, tensor([], 1), 1, 'wrong_form'],
    ['a list that is too short', { kind: 'exact' }, [1, 2], [1], 'wrong_form'],
    ['gradients within one percent', { kind: 'gradient' }, tensor([2], 1, -2), tensor([2], 1.005, -2), 'passed'],
    ['a gradient of the wrong sign', { kind: 'gradient' }, tensor([2], 1, -2), tensor([2], 1, 2), 'wrong_value'],
    ['a gradient that is NaN', { kind: 'gradient' }, 1, Number.NaN, 'wrong_value'],
  ])('of %s', (_what, compare, expected, result, verdict) => {
    expect(judgeCase(test(compare), expecting(expected), [result])).toBe(verdict);
  });

  const order = { kind: 'permutation' as const, outputs: 'same' as const, arguments: [0] };
  const rows = tensor([2, 3, 1], 1, 2, 3, 4, 5, 6);
  const sums = (value: Value | undefined) => {
    const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = value !== undefined && isTensor(value) ? value.data : [];
    return tensor([2, 1], a + b + c, d + e + f);
  };

  it('of changed arguments takes a call for each change, and compares them', () => {
    const asked = test(order);
    const calls = callsOf(asked, expecting([], [rows, 7]));
    expect(calls).toHaveLength(4);
    for (const [, second] of calls) expect(second).toBe(7);
    expect(
      judgeCase(
        asked,
        expecting([], [rows, 7]),
        calls.map(([x]) => sums(x)),
      ),
    ).toBe('passed');
    const firsts = calls.map(([x]) =>
      tensor([2, 1], ...(x !== undefined && isTensor(x) ? [x.data[0] ?? 0, x.data[3] ?? 0] : [])),
    );
    expect(judgeCase(asked, expecting([], [rows, 7]), firsts)).toBe('wrong_value');
    expect(
      judgeCase(
        asked,
        expecting([], [rows, 7]),
        calls.map(() => 1),
      ),
    ).toBe('wrong_form');
  });

  it('of changed arguments may have no rows', () => {
    const asked = test({ ...order, batched: false });
    const calls = callsOf(asked, expecting([], [tensor([3], 1, 2, 3)]));
    expect(calls.slice(1).map(([x]) => (x !== undefined && isTensor(x) ? x.shape : []))).toEqual(Array(3).fill([3]));
    expect(
      judgeCase(
        asked,
        expecting([], [tensor([3], 1, 2, 3)]),
        calls.map(() => tensor([], 6)),
      ),
    ).toBe('passed');
  });

  it('is explained with its values where it is visible', () => {
    const say = (expected: Value, result: Value) => explainCase(test({ kind: 'close' }), expecting(expected), [result]);
    expect(say(3, 3)).toBeNull();
    expect(say(3, 4)).toBe('4 came back instead of 3');
    expect(say(tensor([2], 1, 2), tensor([2], 1, 5))).toBe('value 1 is 5 instead of 2');
    expect(say(tensor([2], 1, 2), tensor([2], Number.NaN, 2))).toBe('value 0 is NaN instead of 1');
    expect(say(tensor([2], 1, 2), 3)).toBe('a number came back instead of a tensor [2]');
  });
});

describe('calls', () => {
  const tests = [test({ kind: 'exact' }, 'A'), test({ kind: 'permutation', outputs: 'same', arguments: [0] }, 'B')];
  const cases: Case[] = [
    { test: 'B', args: [tensor([1, 2], 1, 2)], expected: [] },
    { test: 'A', args: [1], expected: 1 },
    { test: 'A', args: [2], expected: 2 },
  ];

  it('are listed test by test, and dealt out again', () => {
    const { functions, args } = listCalls(tests, cases);
    expect(functions).toHaveLength(2 + 4);
    expect(args.slice(0, 2)).toEqual([[1], [2]]);
    const dealt = dealOut(tests, cases, (call) => ({ value: call }));
    expect(dealt.get('A')?.map(({ answers }) => answers)).toEqual([[{ value: 0 }], [{ value: 1 }]]);
    expect(dealt.get('B')?.map(({ answers }) => answers.length)).toEqual([4]);
  });

  it('that were not made, or failed, are told as such', () => {
    const dealt = dealOut(tests, cases, (call) => (call === 0 ? { why: 'Error: oh' } : undefined));
    const [a] = tests;
    expect(a && describeExamples(a, dealt.get('A') ?? []).map(({ message }) => message)).toEqual([
      'Error: oh',
      'it was not called',
    ]);
  });

  it('may give far more numbers than are asked for, and not without end', () => {
    expect(mostValuesOf(cases)).toBe(1024);
    expect(mostValuesOf([{ test: 'A', args: [tensor([1000], ...Array(1000).fill(1))], expected: 1 }])).toBe(4000);
  });
});

describe('what a student reads of hidden calls', () => {
  const asked = test({ kind: 'close' });

  it('depends on the test and one of five words, and on nothing else', () => {
    const said = new Set(verdicts.map((verdict) => scoreCalls([asked], new Map([['T', verdict]]), null)[0]?.message));
    expect(said.size).toBe(verdicts.length);
    fc.assert(
      fc.property(fc.double(), fc.double(), (expected, result) => {
        const verdict = judgeCase(asked, expecting(expected), [result]);
        expect(said).toContain(scoreCalls([asked], new Map([['T', verdict]]), null)[0]?.message);
      }),
    );
  });

  it('gives points only where every case passed', () => {
    const points = (verdict: Verdict) => scoreCalls([asked], new Map([['T', verdict]]), null)[0]?.points;
    expect(verdicts.map(points)).toEqual([2, 0, 0, 0, 0]);
    expect(scoreCalls([asked], new Map(), { code: 'threw', phase: 'build' })[0]).toMatchObject({
      passed: false,
      points: 0,
    });
  });

  it('is the worst of a test’s cases in a fixed order, whichever case it was', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...verdicts)), (found) => {
        expect(worstOf(found)).toBe(worstOf(found.toReversed()));
      }),
    );
    expect(worstOf([])).toBe('passed');
  });
});
