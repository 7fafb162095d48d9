import { expect, test } from 'vitest';
import { cutText, isBlank, storable, textProblem, wellFormed } from './core.ts';

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

test('a text is cut between characters', () => {
  expect(cutText('ab😀', 3)).toBe('ab');
  expect(cutText('ab😀', 4)).toBe('ab😀');
  expect(cutText('abc', 2)).toBe('ab');
  expect(cutText('ab\ud83d', 3)).toBe('ab\ud83d');
});

test('what no database can keep becomes the sign for what is none', () => {
  expect(storable('a\0b\udc00\ud83d😀')).toBe('a\ufffdb\ufffd\ufffd😀');
});
