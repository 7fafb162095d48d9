import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  convolve,
  convolveGradients,
  type Grid,
  gridOf,
  maxPool,
  outputSize,
  shift,
  sumOf,
  termsAt,
  withValue,
} from './convolution.ts';

const plain = { stride: 1, padding: 0 };
const deckImage = gridOf([
  [4, 5, 1, 2],
  [9, 2, 7, 2],
  [3, 6, 0, 8],
  [1, 5, 0, 8],
]);
const deckKernel = gridOf([
  [1, -5],
  [-3, 7],
]);

describe('convolve', () => {
  it('gives the -34 of the lecture by the four products', () => {
    const terms = termsAt(deckImage, deckKernel, plain, { row: 0, column: 0 });
    expect(terms.map((term) => term.product)).toEqual([4, -25, -27, 14]);
    expect(sumOf(terms)).toBe(-34);
    expect(convolve(deckImage, deckKernel, plain).values[0]).toBe(-34);
  });

  it("fills the lecture's map as worked out on paper", () => {
    expect(convolve(deckImage, deckKernel, plain)).toEqual(
      gridOf([
        [-34, 43, -16],
        [32, -51, 53],
        [5, -9, 16],
      ]),
    );
  });

  it('reads zeros on padding and says that it did', () => {
    const terms = termsAt(deckImage, deckKernel, { stride: 1, padding: 1 }, { row: 0, column: 0 });
    expect(terms.map((term) => term.isPadding)).toEqual([true, true, true, false]);
    expect(sumOf(terms)).toBe(28); // 7 × 4
  });

  it('skips positions by the stride', () => {
    expect(convolve(deckImage, deckKernel, { stride: 2, padding: 0 })).toEqual(
      gridOf([
        [-34, -16],
        [5, 16],
      ]),
    );
  });

  it('is empty where the kernel does not fit', () => {
    expect(convolve(gridOf([[1]]), deckKernel, plain).values).toEqual([]);
  });

  it('is linear in the image', () => {
    fc.assert(
      fc.property(grids(5, 4), grids(5, 4), grids(2, 3), fc.integer({ min: -9, max: 9 }), (a, b, kernel, k) => {
        const mixed = zip(a, b, (x, y) => x + k * y);
        const apart = zip(convolve(a, kernel, plain), convolve(b, kernel, plain), (x, y) => x + k * y);
        expect(convolve(mixed, kernel, plain)).toEqual(apart);
      }),
    );
  });

  it('moves its map with the picture, away from the edges', () => {
    fc.assert(
      fc.property(grids(3, 3), grids(2, 2), (picture, kernel) => {
        const image = frame(picture, 2);
        const moved = convolve(shift(image, 1, 1, 0), kernel, plain);
        expect(moved).toEqual(shift(convolve(image, kernel, plain), 1, 1, 0));
      }),
    );
  });
});

describe('convolveGradients', () => {
  it('agrees with central differences', () => {
    fc.assert(
      fc.property(
        grids(5, 4),
        grids(2, 3),
        fc.integer({ min: 1, max: 2 }),
        fc.integer({ min: 0, max: 1 }),
        (image, kernel, stride, padding) => {
          const slide = { stride, padding };
          const map = convolve(image, kernel, slide);
          const upstream = { ...map, values: map.values.map((_, i) => (i % 5) - 2) };
          const energy = (x: Grid, k: Grid) =>
            convolve(x, k, slide).values.reduce((sum, value, i) => sum + value * (upstream.values[i] ?? 0), 0);
          const gradients = convolveGradients(image, kernel, slide, upstream);
          expectClose(
            gradients.image,
            differences(image, (x) => energy(x, kernel)),
          );
          expectClose(
            gradients.kernel,
            differences(kernel, (k) => energy(image, k)),
          );
        },
      ),
      { numRuns: 30 },
    );
  });
});

describe('outputSize', () => {
  it.each([
    [32, 3, 1, 0, 30],
    [20, 3, 1, 1, 20],
    [7, 3, 2, 0, 3],
    [8, 3, 2, 0, 3],
    [2, 3, 1, 0, 0],
    [2, 3, 1, 1, 2],
  ])('%i pixels, kernel %i, stride %i, padding %i: %i', (size, kernel, stride, padding, expected) => {
    expect(outputSize(size, kernel, { stride, padding })).toBe(expected);
  });
});

describe('maxPool', () => {
  it('keeps the largest of each window and drops what is left over', () => {
    const map = gridOf([
      [1, 5, 2],
      [-3, 0, 9],
      [4, 4, 4],
    ]);
    expect(maxPool(map, 2)).toEqual(gridOf([[5]]));
    expect(maxPool(map, 2, 1)).toEqual(
      gridOf([
        [5, 9],
        [4, 9],
      ]),
    );
  });

  it('keeps a maximum below zero', () => {
    expect(maxPool(gridOf([[-4, -2]].concat([[-9, -3]])), 2).values).toEqual([-2]);
  });
});

describe('gridOf', () => {
  it('refuses rows of different lengths', () => {
    expect(() => gridOf([[1, 2], [3]])).toThrow(RangeError);
  });
});

const grids = (rows: number, columns: number) =>
  fc
    .array(fc.integer({ min: -9, max: 9 }), { minLength: rows * columns, maxLength: rows * columns })
    .map((values): Grid => ({ rows, columns, values }));

const zip = (a: Grid, b: Grid, f: (x: number, y: number) => number): Grid => ({
  ...a,
  // `+ 0` turns -0 into 0.
  values: a.values.map((value, i) => f(value, b.values[i] ?? 0) + 0),
});

/** The picture in the middle of `width` rings of zeros. */
const frame = (picture: Grid, width: number): Grid =>
  shift(
    {
      rows: picture.rows + 2 * width,
      columns: picture.columns + 2 * width,
      values: Array.from({ length: picture.rows + 2 * width }, (_, row) =>
        Array.from({ length: picture.columns + 2 * width }, (_, column) =>
          row < picture.rows && column < picture.columns ? (picture.values[row * picture.columns + column] ?? 0) : 0,
        ),
      ).flat(),
    },
    width,
    width,
    0,
  );

const differences = (grid: Grid, energy: (grid: Grid) => number): Grid => ({
  ...grid,
  values: grid.values.map((value, i) => {
    const cell = { row: Math.floor(i / grid.columns), column: i % grid.columns };
    return (energy(withValue(grid, cell, value + 0.5)) - energy(withValue(grid, cell, value - 0.5))) / 1;
  }),
});

function expectClose(actual: Grid, expected: Grid): void {
  actual.values.forEach((value, i) => {
    expect(value).toBeCloseTo(expected.values[i] ?? Number.NaN, 6);
  });
}
