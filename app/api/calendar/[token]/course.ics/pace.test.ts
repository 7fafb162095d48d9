import { expect, test } from 'vitest';
import { secondsUntilRead } from './pace.ts';

const at = (seconds: number) => new Date(1_000_000 + seconds * 1000);

test('thirty reads a minute are answered, then the rest of the minute is waited for', () => {
  const answers = Array.from({ length: 31 }, () => secondsUntilRead('a', at(0)));
  expect(answers).toEqual([...Array(30).fill(0), 60]);
  expect(secondsUntilRead('a', at(50.5))).toBe(10);
  expect(secondsUntilRead('b', at(50))).toBe(0);
  expect(secondsUntilRead('a', at(60))).toBe(0);
});
