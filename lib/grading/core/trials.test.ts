import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Change, trialsOf } from './change.ts';
import type { Matrix } from './checkers/matrix.ts';
import { type ChangeTest, describeAgreement, judge, planTrials, rowsTried } from './trials.ts';

type Model = (x: Matrix) => Matrix;

const numbered = (...shape: number[]): Matrix => ({
  shape,
  data: Float32Array.from({ length: shape.reduce((a, b) => a * b) }, (_, i) => ((i * 7919) % 101) / 101),
});

const test = (change: Change, more: Partial<ChangeTest> = {}) =>
  ({ name: 'T', points: 1, ...change, ...more }) as ChangeTest; // one of the three, with what all of them may have

function agreementOf(asked: ChangeTest, x: Matrix, model: Model) {
  const [set] = planTrials([asked], x);
  return set ? judge(set, model(x), set.inputs.map(model)) : null;
}

/** One value a row. */
const mapRows =
  (of: (row: Float32Array) => number[]): Model =>
  ({ shape, data }) => {
    const rows = shape[0] ?? 0;
    const width = data.length / rows;
    const values = Array.from({ length: rows }, (_, row) => of(data.subarray(row * width, (row + 1) * width)));
    return { shape: [rows, values[0]?.length ?? 0], data: Float32Array.from(values.flat()) };
  };

const sum = mapRows((row) => [row.reduce((total, value) => total + value, 0)]);
const firstValue = mapRows((row) => [row[0] ?? 0]);
const squares: Model = ({ shape, data }) => ({ shape, data: data.map((value) => value ** 2) });
const runningSums = mapRows((row) => [...row].map((_, i) => row.slice(0, i + 1).reduce((a, b) => a + b, 0)));
const nextValues = mapRows((row) => [...row].map((_, i) => row[i + 1] ?? 0));
const passes = { share: 1 };

describe('a permutation', () => {
  const x = numbered(5, 7);

  it('is held by a sum and not by the first value', () => {
    const asked = test({ kind: 'permutation', outputs: 'same' });
    expect(agreementOf(asked, x, sum)).toMatchObject(passes);
    expect(agreementOf(asked, x, firstValue)?.share).toBeLessThan(0.5);
  });

  it('is followed by what treats positions alike, and not by running sums', () => {
    const asked = test({ kind: 'permutation', outputs: 'permuted' });
    expect(agreementOf(asked, x, squares)).toEqual({ share: 1, worst: 0 });
    expect(agreementOf(asked, x, runningSums)?.share).toBe(0);
  });
});

it('never permutes into the order that was', () => {
  for (const length of [2, 3, 4]) {
    const x = numbered(2, length);
    for (const { change } of trialsOf({ kind: 'permutation', outputs: 'same' }, x.shape)) {
      expect(change(x).data).not.toEqual(x.data);
    }
  }
});

describe('causality', () => {
  const asked = test({ kind: 'causality' });

  it('is held by running sums and not by what looks ahead', () => {
    for (const rows of [1, 4]) {
      expect(agreementOf(asked, numbered(rows, 6), runningSums)).toMatchObject(passes);
      expect(agreementOf(asked, numbered(rows, 6), nextValues)?.share).toBeLessThan(0.5);
    }
  });

  it('changes every row from each place on, and nothing before', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 2, max: 9 }), (rows, length) => {
        const x = numbered(rows, length, 2);
        for (const { change } of trialsOf({ kind: 'causality' }, x.shape)) {
          const changed = change(x);
          const same = Array.from({ length: length * 2 }, (_, i) => x.data[i] === changed.data[i]);
          const from = same.indexOf(false);
          expect(from).toBeGreaterThanOrEqual(2);
          expect(same.slice(0, from - (from % 2)).every(Boolean)).toBe(true);
          // Values that were there before, so that ids of words stay ids.
          expect([...changed.data].every((value) => x.data.includes(value))).toBe(true);
        }
      }),
    );
  });
});

describe('a shift', () => {
  /** Images of 6 by 6 with one bright pixel in their middle. */
  const dots: Matrix = { shape: [4, 6, 6, 1], data: new Float32Array(144) };
  for (let row = 0; row < 4; row++) dots.data[row * 36 + (row < 2 ? 14 : 20) + (row % 2)] = 1;
  const brightest = mapRows((row) => [Math.max(...row), 0.5]);

  it('moves in four directions and leaves alone what looks everywhere', () => {
    const asked = test({ kind: 'shift', pixels: 2, outputs: 'same' });
    expect(trialsOf(asked, dots.shape)).toHaveLength(4);
    expect(agreementOf(asked, dots, sum)).toMatchObject(passes);
    expect(
      agreementOf(
        asked,
        dots,
        mapRows((row) => [row.indexOf(1)]),
      )?.share,
    ).toBe(0);
  });

  it('can ask for the class alone, and for a share of the inputs', () => {
    const asked = test({ kind: 'shift', pixels: 4, outputs: 'same' }, { of: 'class', share: 0.5 });
    expect(agreementOf(asked, dots, brightest)?.share).toBeLessThan(1); // some dots leave the image
    const graded = test({ kind: 'shift', pixels: 1, outputs: 'same' }, { of: 'class' });
    expect(agreementOf(graded, dots, brightest)).toEqual({ share: 1, worst: 0 });
  });

  it('can ask that the outputs move along', () => {
    expect(agreementOf(test({ kind: 'shift', pixels: 1, outputs: 'shifted' }), dots, squares)).toMatchObject(passes);
    expect(agreementOf(test({ kind: 'shift', pixels: 1, outputs: 'shifted' }), dots, (x) => x && dots)?.share).toBe(0);
  });
});

it('tries no more rows than it must, the same ones each time', () => {
  const asked = test({ kind: 'permutation', outputs: 'same' });
  const [set] = planTrials([asked], numbered(1000, 5));
  expect(set?.inputs.map(({ shape }) => shape)).toEqual(Array(3).fill([rowsTried, 5]));
  expect(planTrials([asked], numbered(1000, 5))[0]?.inputs).toEqual(set?.inputs);
});

describe('what a student reads', () => {
  const asked = test({ kind: 'shift', pixels: 1, outputs: 'same' }, { of: 'class', share: 0.9 });

  it('says on hidden data whether the claim held, and nothing that depends on the data', () => {
    const said = (share: number, worst: number) => describeAgreement(asked, { share, worst }, 'hidden');
    expect(said(0.95, 0)).toBe(
      'On the hidden data, inputs moved by 1 pixel should get the same class, at least 90 % of them: they do.',
    );
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1e6 }), (share, worst) => {
        expect([said(1, 0), said(0, 0)]).toContain(said(share, worst));
      }),
    );
  });

  it('says on the validation data how much', () => {
    expect(describeAgreement(test({ kind: 'causality' }), { share: 0.999, worst: 0.0123 }, 'validation')).toBe(
      'On the validation data, inputs changed from some position on should keep the outputs before it: 99 % do, and the largest difference is 0.012.',
    );
  });
});
