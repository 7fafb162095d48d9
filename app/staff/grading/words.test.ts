import { expect, it } from 'vitest';
import { concernText, durationText } from './words.ts';

it('a duration is said in the unit a person would use', () => {
  const said = [0.04, 0.44, 9.94, 9.96, 89.4, 90, 3570, 3600, 7500].map(durationText);
  expect(said).toEqual(['0.0 s', '0.4 s', '9.9 s', '10 s', '89 s', '2 min', '1 h', '1 h', '2 h 5 min']);
});

it('a concern comes with its numbers', () => {
  const slow = { kind: 'slow', queue: 'train', waiting: 4, oldestSeconds: 600, typicalSeconds: 42 } as const;
  expect(concernText(slow).title).toBe('Trainings are slow: the oldest has waited 10 min');
  expect(concernText(slow).remedy).toContain('usually takes 42 s, and 4 wait');
  expect(concernText({ kind: 'no_grader', waiting: 1 }).remedy).toMatch(/^1 submission will wait/);
  const behind = { kind: 'behind', queue: 'verify', waiting: 4, oldestSeconds: 90_000 } as const;
  expect(concernText(behind).title).toBe('Verifications are behind: the oldest has waited 25 h');
  expect(concernText({ kind: 'forgotten', count: 1 }).title).toBe('1 submission without a grade is in no queue');
  expect(concernText({ kind: 'forgotten', count: 2 }).title).toBe('2 submissions without a grade are in no queue');
  expect(concernText({ kind: 'ungraded', count: 2 }).title).toBe('2 submissions could not be graded');
  expect(concernText({ kind: 'unverified', count: 1 }).title).toBe('1 grade could not be verified');
});
