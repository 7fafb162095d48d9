import { hash, verify } from '@node-rs/argon2';

// argon2id is the library's default algorithm; 19 MiB, two passes: about 25 ms on one core.
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

let absent: Promise<string> | undefined;

export function hashPassword(password: string): Promise<string> {
  return hash(password, cost);
}

/** Takes the same time where there is no password to compare with, so that nobody learns which accounts exist. */
export async function verifyPassword(passwordHash: string | null, password: string): Promise<boolean> {
  absent ??= hashPassword('no account has this password');
  const matches = await verify(passwordHash ?? (await absent), password);
  return matches && passwordHash !== null;
}
