import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { countWords, excerpt, wordsAgainst } from './core.ts';

describe('countWords', () => {
  test.each([
    ['', 0],
    ['One two  three', 3],
    ['# A heading\n\n- one *item*\n- [ ] a task\n1. first', 7],
    ["It's a state-of-the-art network, isn't it?", 6],
    ['words—set apart', 3],
    ['The loss $L = -\\sum_i y_i \\log p_i$ falls.', 4],
    ['Then\n\n$$\nE = mc^2\n$$\n\nfollows.', 3],
    ['Call `model.fit(x, y)` once.', 4],
    ['Look:\n\n```ts\nconst a = 1;\nconst b = 2;\n```\n\nDone.', 2],
    ['[a link](https://example.org/some-path) and ![an image](/files/x)', 3],
    ['| a | b |\n|---|---|\n| one | two |', 4],
    ['Costs $5 and $10', 4],
    ['> quoted **words**', 2],
    ['snake_case and _emphasis_', 3],
    ['مرحبا بكم في الدورة', 4],
    ['שלום עולם', 2],
    ['👩‍🔬 🎉 text', 1],
    ['--- \n***\n', 0],
    ['A claim.[^1]\n\n[^1]: Its source.', 4],
  ])('%j has %i words', (markdown, words) => expect(countWords(markdown)).toBe(words));

  test('finds words where a script has no spaces', () => {
    expect(countWords('深度学习很有趣')).toBeGreaterThan(2);
    expect(countWords('深度学习很有趣')).toBeLessThan(8);
    expect(countWords('ภาษาไทยง่าย')).toBeGreaterThan(1);
    expect(countWords('我用 PyTorch 训练')).toBeGreaterThan(3);
  });

  test('a word more is one more, in any prose', () => {
    const word = fc.stringMatching(/^[a-z]{1,9}$/);
    fc.assert(
      fc.property(fc.array(word, { maxLength: 60 }), (words) => {
        expect(countWords(words.join(' '))).toBe(words.length);
      }),
    );
  });
});

test.each([
  [80, { least: 100, most: 200 }, '80 words, 20 to go for 100 to 200'],
  [1, null, '1 word'],
  [1250, { least: 100, most: 200 }, '1,250 words, 1,050 over 100 to 200'],
  [150, { least: 100, most: 200 }, '150 words, within 100 to 200'],
])('%i words against %j', (words, range, sentence) => expect(wordsAgainst(words, range)).toBe(sentence));

describe('excerpt', () => {
  test('is the text without its markup', () => {
    expect(excerpt('# Why\n\nA *small* [net](https://a.b) with `relu` and $x^2$.\n\n- one', 100)).toBe(
      'Why A small net with relu and x^2. one',
    );
  });

  test('ends at a word', () => expect(excerpt('alpha beta gamma delta', 14)).toBe('alpha beta…'));

  test('does not cut a character in two', () => expect(excerpt('👩‍🔬👩‍🔬👩‍🔬👩‍🔬', 3)).toBe('👩‍🔬👩‍🔬…'));

  test('is never longer than asked, whatever the text', () => {
    const letters = new Intl.Segmenter('und', { granularity: 'grapheme' });
    const unit = fc.constantFrom(
      'a',
      'é',
      '👩‍🔬',
      '深',
      '\u0301',
      '\u202e',
      ' ',
      '[',
      '](',
      '$',
      '`',
      '```',
      '\n',
      '> ',
      '**',
    );
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 120 }), fc.integer({ min: 1, max: 80 }), (source, chars) => {
        expect([...letters.segment(excerpt(source, chars))].length).toBeLessThanOrEqual(chars);
      }),
    );
  });
});
