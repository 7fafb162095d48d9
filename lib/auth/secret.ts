import { createHash, randomBytes } from 'node:crypto';

/** A random secret of 256 bits that is shown once. `prefix` says what it is when it turns up in a log. */
export function newSecret(prefix: 'course' | 'link' | 'calendar'): { secret: string; hash: string } {
  const secret = `${prefix}_${randomBytes(32).toString('base64url')}`;
  return { secret, hash: hashSecret(secret) };
}

/** What is kept instead of the secret. It cannot be guessed, so a fast hash is enough. */
export function hashSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}
