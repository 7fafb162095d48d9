import { describe, expect, it } from 'vitest';
import { InvalidInput, TooLarge } from '#lib/errors.ts';
import { encode, type Tensor } from '#lib/harness/safetensors.ts';
import { checkWeights, countParameters, readInput, sameContent } from './submission.ts';

const input = { slug: 'a', code: 'export {}', weights: null, label: null, idempotencyKey: 'k' };
const tensor = (name: string, length: number): Tensor => ({
  name,
  dtype: 'F32',
  shape: [length],
  data: new Float32Array(length),
});

describe('readInput', () => {
  it('takes code of exactly 64 kB, counted in bytes', () => {
    expect(readInput({ ...input, code: 'é'.repeat(32 * 1024) }).code).toHaveLength(32 * 1024);
    expect(() => readInput({ ...input, code: `${'é'.repeat(32 * 1024)}x` })).toThrow(TooLarge);
  });

  it.each([
    ['no code', { code: ' \n' }],
    ['a null character in the code', { code: 'a\0b' }],
    ['a null character in the label', { label: 'a\0b' }],
    ['an endless label', { label: 'x'.repeat(201) }],
    ['an empty key', { idempotencyKey: '' }],
    ['a key of other characters', { idempotencyKey: 'a b' }],
  ])('refuses %s', (_what, change) => {
    expect(() => readInput({ ...input, ...change })).toThrow(InvalidInput);
  });
});

describe('weights', () => {
  it('are counted by their numbers', () => {
    const bytes = encode([tensor('w0', 12), tensor('w1', 3)]);
    checkWeights(bytes, 15);
    expect(countParameters(bytes)).toBe(15);
  });

  it('are refused where they cannot belong to an allowed model', () => {
    expect(() => checkWeights(encode([tensor('w0', 40_000)]), 10_000)).toThrow(TooLarge);
    expect(() => checkWeights(encode([tensor('w1', 2)]), 10)).toThrow(InvalidInput);
    expect(() => checkWeights(new Uint8Array(20), 10)).toThrow(InvalidInput);
    const integers = encode([{ name: 'w0', dtype: 'I32', shape: [1], data: new Int32Array(1) }]);
    expect(() => checkWeights(integers, 10)).toThrow(InvalidInput);
  });

  it('are part of what a key stands for', () => {
    const weights = encode([tensor('w0', 2)]);
    expect(sameContent({ code: 'a', weights }, { code: 'a', weights: weights.slice() })).toBe(true);
    expect(sameContent({ code: 'a', weights }, { code: 'a', weights: null })).toBe(false);
    expect(sameContent({ code: 'a', weights: null }, { code: 'b', weights: null })).toBe(false);
  });
});
