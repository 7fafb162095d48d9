import fc from 'fast-check';
import { expect, test } from 'vitest';
import { differenceOf } from './difference.ts';

test('says word by word what changed', () => {
  expect(differenceOf('We train a dense network.', 'We train a small convolutional network.')).toEqual([
    { kind: 'same', text: 'We train a ' },
    { kind: 'removed', text: 'dense ' },
    { kind: 'added', text: 'small convolutional ' },
    { kind: 'same', text: 'network.' },
  ]);
  expect(differenceOf('', '')).toEqual([]);
  expect(differenceOf('', 'new')).toEqual([{ kind: 'added', text: 'new' }]);
  expect(differenceOf('same', 'same')).toEqual([{ kind: 'same', text: 'same' }]);
});

test('both texts can be read out of it, whatever they are', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (before, after) => {
      const stretches = differenceOf(before, after);
      const without = (kind: string) => stretches.filter((one) => one.kind !== kind).map(({ text }) => text);
      expect(without('added').join('')).toBe(before);
      expect(without('removed').join('')).toBe(after);
    }),
  );
});

test('two long texts without a word in common are told at once', () => {
  const text = (word: string) => Array.from({ length: 8000 }, (_, i) => `${word}${i}`).join(' ');
  const stretches = differenceOf(text('a'), text('b'));
  expect(stretches[0]?.kind).toBe('removed');
  expect(stretches.length).toBe(2);
}, 5000);
