import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cleanQuery, hitEnd, hitStart, maxQueryLength, splitExcerpt } from './core.ts';

test('a query is one line of bounded length, without what a database cannot hold', () => {
  expect(cleanQuery('  a\0b\n c\uE000 ')).toBe('a b  c');
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 500 }), (text) => {
      const clean = cleanQuery(text);
      expect(clean.length).toBeLessThanOrEqual(maxQueryLength);
      expect(clean).not.toMatch(/\p{Cc}/u);
    }),
  );
});

test('an excerpt is split where something was found, and loses the marks of Markdown', () => {
  expect(splitExcerpt(`## Why **${hitStart}pool${hitEnd}**? See [this](https://example.org), \`x_1\``)).toEqual([
    { text: 'Why ', isHit: false },
    { text: 'pool', isHit: true },
    { text: '? See this, x_1', isHit: false },
  ]);
  expect(splitExcerpt('<script>alert(1)</script>')).toEqual([{ text: '<script>alert(1)</script>', isHit: false }]);
  expect(splitExcerpt('')).toEqual([]);
});
