import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { permutation, secretRandom } from './secret-random.ts';

const draw = (seed: string, purpose: string, n = 20) => {
  const random = secretRandom(seed, purpose);
  return Array.from({ length: n }, () => random.below(1000));
};

describe('secretRandom', () => {
  test('is the same for the same seed and purpose, and else another', () => {
    expect(draw('a', 'images')).toEqual(draw('a', 'images'));
    expect(draw('a', 'images')).not.toEqual(draw('b', 'images'));
    expect(draw('a', 'images')).not.toEqual(draw('a', 'positions'));
  });

  test('never changes: published data would', () => {
    expect(draw('seed', 'purpose', 5)).toMatchInlineSnapshot(`
      [
        974,
        268,
        330,
        5,
        22,
      ]
    `);
  });

  test('draws every number below n about equally often, beyond its first block too', () => {
    const random = secretRandom('uniform', 'test');
    const counts = new Array<number>(7).fill(0);
    for (let i = 0; i < 70_000; i++) {
      const k = random.below(7);
      counts[k] = (counts[k] ?? 0) + 1;
    }
    // 10,000 each, with a standard deviation of 93.
    for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(5 * 93);
  });
});

test('permutation holds every number once', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 500 }), fc.string(), (n, seed) => {
      const sorted = permutation(n, secretRandom(seed, 'test')).toSorted();
      expect([...sorted]).toEqual(Array.from({ length: n }, (_, i) => i));
    }),
  );
});
