import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { versionsToDrop } from './core.ts';

const now = new Date('2026-05-01T12:00:00Z');
const secondsAgo = (seconds: number) => ({ savedAt: new Date(now.getTime() - seconds * 1000) });

describe('versionsToDrop', () => {
  test('keeps the last twenty, however fast they came', () => {
    expect(
      versionsToDrop(
        Array.from({ length: 20 }, (_, i) => secondsAgo(i)),
        now,
      ),
    ).toEqual([]);
  });

  test('of an hour of typing keeps one a minute and the last twenty', () => {
    const versions = Array.from({ length: 3600 }, (_, i) => secondsAgo(i));
    expect(versions.length - versionsToDrop(versions, now).length).toBe(79);
  });

  const ages = fc.array(fc.integer({ min: 0, max: 150 * 86_400 }), { maxLength: 400 });

  test('a term of saves stays below 500 versions, and the newest twenty always stay', () => {
    fc.assert(
      fc.property(ages, (seconds) => {
        const versions = seconds.toSorted((a, b) => a - b).map(secondsAgo);
        const dropped = new Set(versionsToDrop(versions, now));
        expect(versions.length - dropped.size).toBeLessThan(500);
        expect(versions.slice(0, 20).some((version) => dropped.has(version))).toBe(false);
      }),
    );
  });

  test('what was thinned is not thinned again at the same instant', () => {
    fc.assert(
      fc.property(ages, (seconds) => {
        const versions = seconds.toSorted((a, b) => a - b).map(secondsAgo);
        const dropped = new Set(versionsToDrop(versions, now));
        const kept = versions.filter((version) => !dropped.has(version));
        expect(versionsToDrop(kept, now)).toEqual([]);
      }),
    );
  });
});
