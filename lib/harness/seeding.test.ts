import { afterEach, describe, expect, it } from 'vitest';
import { mulberry32 } from '#lib/ml/random.ts';
import { seedGlobals } from './seeding.ts';

let restore = () => {};
afterEach(() => restore());

/** Whatever a program can learn from chance and time. */
function look() {
  return [
    Math.random(),
    Math.random(),
    Date.now(),
    new Date().toISOString(),
    Date(),
    performance.now(),
    [...crypto.getRandomValues(new Uint8Array(8))],
    crypto.randomUUID(),
  ];
}

describe('seedGlobals', () => {
  it('shows the same world to the same seed, and another to another', () => {
    const worlds = [5, 5, 6].map((seed) => {
      const undo = seedGlobals(seed);
      const seen = look();
      undo();
      return seen;
    });
    expect(worlds[1]).toEqual(worlds[0]);
    expect(worlds[2]).not.toEqual(worlds[0]);
  });

  it('lets time pass, so that loops which wait for it end', () => {
    restore = seedGlobals(1);
    const until = Date.now() + 50;
    while (Date.now() < until);
    const start = performance.now();
    while (performance.now() < start + 50);
  });

  it('leaves dates with a given time alone', () => {
    restore = seedGlobals(1);
    expect(new Date('2020-02-02').getUTCFullYear()).toBe(2020);
    expect(new Date(2020, 1, 2)).toBeInstanceOf(Date);
    expect(Date.UTC(1970, 0, 1)).toBe(0);
  });

  it('makes UUIDs that are UUIDs', () => {
    restore = seedGlobals(1);
    expect(crypto.randomUUID()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  it('puts back what was there', () => {
    const before = [Math.random, Date, performance.now, crypto];
    seedGlobals(1)();
    expect([Math.random, Date, performance.now, crypto]).toEqual(before);
  });
});

describe('mulberry32', () => {
  it('is uniform enough to shuffle with', () => {
    const random = mulberry32(42);
    const bins = new Array(10).fill(0);
    for (let i = 0; i < 100_000; i++) bins[Math.floor(random() * 10)]++;
    for (const count of bins) expect(Math.abs(count - 10_000)).toBeLessThan(400); // four standard deviations
  });
});
