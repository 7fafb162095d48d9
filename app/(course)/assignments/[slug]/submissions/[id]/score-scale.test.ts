import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { placeLabels, scoreDomain, shareText } from './score-scale.ts';

describe('scoreDomain', () => {
  it('holds every score', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1 }), (scores) => {
        const { low, high } = scoreDomain(scores);
        expect(low).toBeLessThan(high);
        for (const score of scores) {
          expect(score).toBeGreaterThanOrEqual(low);
          expect(score).toBeLessThanOrEqual(high);
        }
      }),
    );
  });

  it('holds scores that are no shares, on round steps', () => {
    expect(scoreDomain([3.2, 17]).ticks).toEqual([0, 5, 10, 15, 20]);
    expect(scoreDomain([0.013, 1.4])).toMatchObject({ low: 0, high: 1.5 });
    fc.assert(
      fc.property(fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1 }), (scores) => {
        const { low, high, ticks } = scoreDomain(scores);
        expect(low).toBeLessThan(high);
        expect(ticks.length).toBeLessThanOrEqual(12);
        const room = 1e-9 * (high - low);
        for (const score of scores) {
          expect(score).toBeGreaterThanOrEqual(low - room);
          expect(score).toBeLessThanOrEqual(high + room);
        }
      }),
      { examples: [[[-5e-324]]] },
    );
  });

  it('stands on tenths', () => {
    expect(scoreDomain([0.82, 0.93]).ticks).toEqual([0.8, 0.9, 1]);
  });
});

describe('placeLabels', () => {
  it('lets no label cover another', () => {
    const placed = placeLabels(
      [100, 110, 120, 400].map((x) => ({ x, text: 'A name 0.93' })),
      640,
    );
    expect(placed.map(({ level }) => level)).toEqual([0, 1, 2, 0]);
  });
});

describe('shareText', () => {
  it('gives two decimals, three where they say something', () => {
    expect([0.93, 0.9345, 1, 0.8].map(shareText)).toEqual(['0.93', '0.934', '1.00', '0.80']);
  });
});
