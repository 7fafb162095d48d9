import { describe, expect, test } from 'vitest';
import { plainText, sectionsOf } from './plain-text.ts';

const lecture = `import { Figure } from './figure.tsx';

A dense layer **knows nothing** of where.

## An image is numbers

Ten rows of \`seven\`, with $2^8$ values.

<Figure caption="Light and ink.">
  <Smiley />
</Figure>

{/* not for readers */}

| a | b |
| --- | --- |
| one | two |

## Pooling

The largest of [four](https://example.org/four).
`;

describe('what is read of a text', () => {
  test('is cut at its headings, without what only the machine reads', () => {
    expect(sectionsOf(lecture, 'mdx')).toEqual([
      { heading: null, text: 'A dense layer knows nothing of where.' },
      {
        heading: 'An image is numbers',
        text: 'Ten rows of seven, with 2^8 values.\nLight and ink.\na\nb\none\ntwo',
      },
      { heading: 'Pooling', text: 'The largest of four.' },
    ]);
  });

  test('of Markdown keeps braces and angles that are no components', () => {
    expect(plainText('If x < y, {a, b} is a set.', 'md')).toBe('If x < y, {a, b} is a set.');
    expect(plainText('', 'md')).toBe('');
  });

  test('is no formula that takes commands to write', () => {
    expect(plainText('Half, $\\frac{1}{2}$, of $x^2$.', 'md')).toBe('Half, …, of x^2.');
  });

  test('of a text that nobody would lay out is all of it, at once', () => {
    for (const source of ['> '.repeat(32_000), '**a*'.repeat(16_000)]) {
      const { user } = process.threadCpuUsage();
      expect(plainText(source, 'md')).toBe(source);
      expect(process.threadCpuUsage().user - user).toBeLessThan(500_000); // microseconds
    }
  });
});
