import { describe, expect, it } from 'vitest';
import type { TestSpec } from './manifest.ts';
import { mostAttempts, whyTooManyAttempts } from './probing.ts';

const marked: TestSpec = {
  kind: 'metric',
  name: 'm',
  metric: 'accuracy',
  split: 'private',
  thresholds: [{ atLeast: 0.9, points: 1 }],
};

describe('attempts against private rows', () => {
  it('allows the root of their number', () => {
    expect(mostAttempts(6000)).toBe(77);
    expect(whyTooManyAttempts({ attempts: 77, tests: [marked] }, 6000)).toBeNull();
  });

  it('refuses more, and says what to change', () => {
    expect(whyTooManyAttempts({ attempts: 30, tests: [marked] }, 500)).toMatch(/attempts: 30 .*at most 22.*900 rows/);
  });

  it('asks for no rows where no points come from them', () => {
    expect(whyTooManyAttempts({ attempts: 1000, tests: [{ kind: 'parameters', name: 'p', points: 1 }] }, 4)).toBeNull();
  });
});
