import { expect, test } from 'vitest';
import { isBlank, textProblem, wellFormed } from './core.ts';

test.each(['', ' \n\t', '\u200b\u200d\ufeff', '\u00a0\u2003', '\u202e\u2066', '\ud83d', '\u0301'])(
  '%j shows nothing',
  (text) => expect(isBlank(text)).toBe(true),
);

test.each(['a', '0', '?', '👩‍🚀', 'ש', 'e\u0301', '$x$', '字'])('%j shows something', (text) =>
  expect(isBlank(text)).toBe(false),
);

test('what is wrong with a text is said', () => {
  expect(textProblem('a\0', 'The title', 10)).toMatch(/^The title holds a null/);
  expect(textProblem('\u200b', 'The title', 10)).toBe('The title is empty.');
  expect(textProblem('😀'.repeat(1001), 'The title', 2000)).toMatch(/at most 2,000 characters/);
  expect(textProblem('fine', 'The title', 10)).toBeNull();
});

test('half an emoji is kept as the sign for what is none', () => {
  expect(wellFormed({ a: ['x\ud83d', '😀'], b: null, c: new Date(0) })).toEqual({
    a: ['x\ufffd', '😀'],
    b: null,
    c: '1970-01-01T00:00:00.000Z',
  });
  expect(wellFormed(undefined)).toBeUndefined();
});
