/** Join codes: short enough to write on a blackboard, long enough not to be guessed (50 bits). */

/** Without letters that look like digits: I, L, O, and U beside V. */
export const codeAlphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
export const codeLength = 10;

/** What a person typed, as it is kept: in capitals, without what no code holds, look-alikes read as the digit. */
export function readCode(text: string): string {
  return text
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, '')
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1')
    .slice(0, 16);
}

/** In two groups, for people: `K7M2Q-9XTRB`. */
export function showCode(code: string): string {
  const half = Math.ceil(code.length / 2);
  return `${code.slice(0, half)}-${code.slice(half)}`;
}

/** A random code. @param bytes one for each character, evenly drawn */
export function codeFrom(bytes: Uint8Array): string {
  // 32 letters divide 256: none is likelier than another.
  return Array.from(bytes, (byte) => codeAlphabet.charAt(byte % codeAlphabet.length)).join('');
}

/** How long a code works, in days, as staff may choose. */
export const codeLifetimes = [1, 7, 14, 30, 180] as const;

export type CodeState = 'open' | 'expired' | 'revoked';

export function codeState({ expiresAt, revokedAt }: { expiresAt: Date; revokedAt: Date | null }, now: Date): CodeState {
  if (revokedAt) return 'revoked';
  return expiresAt > now ? 'open' : 'expired';
}
