import {
  clearSignInFailures,
  findUserByEmail,
  insertSignInFailures,
  listSignInFailures,
  lockSignIn,
  type UserRow,
} from '#db/queries/auth.ts';
import type { AnonymousContext } from '#lib/context.ts';
import { type SessionClaims, secondsUntilAllowed, signInLimits, type User } from './core.ts';
import { verifyPassword } from './password.ts';

export type SignIn =
  | { kind: 'signed_in'; user: User; claims: SessionClaims }
  /** Unknown, deactivated, without a password or a wrong one: one answer, in the same time. */
  | { kind: 'refused' }
  | { kind: 'too_many'; retryAfterSeconds: number };

type Attempt = { email: string; password: string; address: string };

/** Checks an e-mail and a password. Every try counts as failed until it has succeeded, so a burst counts too. */
export async function signInWithPassword(ctx: AnonymousContext, attempt: Attempt): Promise<SignIn> {
  const counted = await countTry(ctx, attempt);
  if (counted.kind === 'too_many') return counted;

  const row = await findUserByEmail(ctx.db, attempt.email.trim());
  const usable = row?.deactivatedAt === null ? row : null;
  const matches = await verifyPassword(usable?.passwordHash ?? null, attempt.password);
  if (!usable || !matches) return { kind: 'refused' };

  await forgetTries(ctx, counted);
  return {
    kind: 'signed_in',
    user: userOf(usable),
    claims: { userId: usable.id, sessionVersion: usable.sessionVersion },
  };
}

export function userOf(row: UserRow): User {
  return { id: row.id, email: row.email, name: row.name, role: row.role };
}

type Counted = { kind: 'counted'; ids: string[]; account: string } | Extract<SignIn, { kind: 'too_many' }>;

/**
 * Counts a try to enter against its account and its address, before anything else is looked at.
 * @param purpose tries of one purpose do not shut the account for another
 */
export function countTry(
  ctx: AnonymousContext,
  attempt: Pick<Attempt, 'email' | 'address'>,
  purpose: 'account' | 'forgotten' = 'account',
): Promise<Counted> {
  const account = `${purpose}:${attempt.email.trim().toLowerCase()}`;
  const address = `address:${attempt.address}`;
  return ctx.db.transaction(async (tx): Promise<Counted> => {
    const subjects = [account, address];
    await lockSignIn(tx, subjects);
    const longest = Math.max(signInLimits.account.windowMs, signInLimits.address.windowMs);
    const failures = await listSignInFailures(tx, subjects, new Date(ctx.now.getTime() - longest));
    const at = (subject: string) => failures.filter((f) => f.subject === subject).map((f) => f.at);
    const wait = Math.max(
      secondsUntilAllowed(at(account), signInLimits.account, ctx.now),
      secondsUntilAllowed(at(address), signInLimits.address, ctx.now),
    );
    if (wait > 0) return { kind: 'too_many', retryAfterSeconds: wait };
    return { kind: 'counted', ids: await insertSignInFailures(tx, subjects, ctx.now), account };
  });
}

/** After a success: the try was none, and the account starts afresh. */
export function forgetTries(
  ctx: AnonymousContext,
  { ids, account }: { ids: string[]; account: string },
): Promise<void> {
  return clearSignInFailures(ctx.db, ids, account);
}
