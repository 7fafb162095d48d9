import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { eigenOf, product, rootOf } from './eigen.ts';
import type { Measured } from './matrix.ts';
import { energyDistance, frechetDistance, mostValues } from './samples.ts';

const matrix = (rows: number[][]) => ({
  shape: [rows.length, rows[0]?.length ?? 0],
  data: Float32Array.from(rows.flat()),
});
const numberOf = (measured: Measured) => (measured.ok ? measured.value : Number.NaN);

describe('energy distance', () => {
  it('is √(2·2 − 1 − 1) by hand, for {0, 2} and {2, 4}', () => {
    // Across: 2, 4, 0, 2, mean 2. Within each: 0, 2, 2, 0, mean 1.
    expect(numberOf(energyDistance(matrix([[0], [2]]), matrix([[2], [4]])))).toBeCloseTo(Math.SQRT2, 12);
  });

  it('is Euclidean in the plane: √(2·5) for single points at (0, 0) and (3, 4)', () => {
    expect(numberOf(energyDistance(matrix([[0, 0]]), matrix([[3, 4]])))).toBeCloseTo(Math.sqrt(10), 12);
  });
});

describe('Fréchet distance', () => {
  it('is 9 + (2 − 1)²·2 by hand, for spreads that are known', () => {
    // Means 0 and 3; variances 2 and 8: 9 + 2 + 8 − 2·√16 = 11.
    expect(numberOf(frechetDistance(matrix([[-1], [1]]), matrix([[1], [5]])))).toBeCloseTo(11, 9);
  });

  it('sees a correlation that no single value shows', () => {
    // Variances 4/3 all four, correlations 1 and −1: tr Σ₁ + tr Σ₂ = 16/3, and Σ₁Σ₂ = 0.
    const up = matrix([
      [1, 1],
      [1, 1],
      [-1, -1],
      [-1, -1],
    ]);
    const down = matrix([
      [1, -1],
      [1, -1],
      [-1, 1],
      [-1, 1],
    ]);
    expect(numberOf(frechetDistance(up, down))).toBeCloseTo(16 / 3, 6);
  });

  it('has no value for one row, or for more values than it can compare', () => {
    expect(frechetDistance(matrix([[1]]), matrix([[1]]))).toEqual({ ok: false, why: 'labels_unfit' });
    const wide = matrix([Array(mostValues + 1).fill(1), Array(mostValues + 1).fill(2)]);
    expect(frechetDistance(wide, wide)).toEqual({ ok: false, why: 'labels_unfit' });
  });
});

const point = fc.tuple(fc.integer({ min: -9, max: 9 }), fc.integer({ min: -9, max: 9 }));
const clouds = fc
  .array(fc.tuple(point, point), { minLength: 3, maxLength: 20 })
  .map((pairs) => [pairs.map(([one]) => [...one]), pairs.map(([, other]) => [...other])] as const);

describe.each([
  ['energy distance', energyDistance, 1e-5],
  ['Fréchet distance', frechetDistance, 1e-4],
] as const)('%s', (_name, distance, near) => {
  const between = (a: readonly number[][], b: readonly number[][]) =>
    numberOf(distance(matrix([...a]), matrix([...b])));

  it('is 0 or more, symmetric, and 0 for the same samples in any order', () => {
    fc.assert(
      fc.property(clouds, ([a, b]) => {
        expect(between(a, b)).toBeGreaterThanOrEqual(0);
        expect(Math.abs(between(a, b) - between(b, a))).toBeLessThan(near * (1 + between(a, b)));
        expect(between(a, a.toReversed())).toBeLessThan(near * 10);
      }),
    );
  });

  it('does not change where both are moved or turned', () => {
    fc.assert(
      fc.property(clouds, point, ([a, b], [dx, dy]) => {
        const moved = (rows: readonly number[][]) => rows.map(([x = 0, y = 0]) => [dx - y, dy + x]);
        expect(Math.abs(between(moved(a), moved(b)) - between(a, b))).toBeLessThan(near * 10 * (1 + between(a, b)));
      }),
    );
  });
});

describe('eigenvalues and roots', () => {
  it('of [[2, 1], [1, 2]] are 1 and 3', () => {
    const { values } = eigenOf({ size: 2, values: Float64Array.of(2, 1, 1, 2) });
    expect([...values].sort()).toEqual([expect.closeTo(1, 12), expect.closeTo(3, 12)]);
  });

  it('a root times itself is the covariance again', () => {
    const entries = fc.array(fc.integer({ min: -5, max: 5 }), { minLength: 16, maxLength: 16 });
    fc.assert(
      fc.property(entries, (list) => {
        const a = { size: 4, values: Float64Array.from(list) };
        const turned = { size: 4, values: a.values.map((_, i) => list[(i % 4) * 4 + Math.floor(i / 4)] ?? 0) };
        const covariance = product(a, turned);
        const root = rootOf(covariance);
        product(root, root).values.forEach((value, i) => {
          expect(value).toBeCloseTo(covariance.values[i] ?? Number.NaN, 6);
        });
      }),
    );
  });
});
