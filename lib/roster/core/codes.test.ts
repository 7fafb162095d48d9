import fc from 'fast-check';
import { expect, it } from 'vitest';
import { codeAlphabet, codeFrom, codeLength, codeState, readCode, showCode } from './codes.ts';

it('reads a code back however it was written down', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: codeLength, maxLength: codeLength }), (bytes) => {
      const code = codeFrom(bytes);
      expect(code).toMatch(new RegExp(`^[${codeAlphabet}]{${codeLength}}$`));
      for (const typed of [code, showCode(code), ` ${showCode(code).toLowerCase()} `])
        expect(readCode(typed)).toBe(code);
      expect(readCode(code.replaceAll('0', 'O').replaceAll('1', 'l'))).toBe(code);
    }),
  );
});

it('draws every letter alike', () => {
  const drawn = codeFrom(Uint8Array.from({ length: 256 }, (_, i) => i));
  for (const letter of codeAlphabet) expect(drawn.split(letter).length - 1).toBe(8);
});

it('ends by time or by hand', () => {
  const now = new Date('2026-11-25T12:00:00Z');
  const later = new Date('2026-11-26T12:00:00Z');
  expect(codeState({ expiresAt: later, revokedAt: null }, now)).toBe('open');
  expect(codeState({ expiresAt: now, revokedAt: null }, now)).toBe('expired');
  expect(codeState({ expiresAt: later, revokedAt: now }, now)).toBe('revoked');
});
