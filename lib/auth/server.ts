import type { ZodType } from 'zod';
import type { Db } from '#db/client.ts';
import {
  closePasswordLinks,
  findPasswordLinkOwner,
  findUserByEmail,
  findUserById,
  findUserByTokenHash,
  insertApiToken,
  insertPasswordLink,
  insertUser,
  revokeApiTokens,
  takePasswordLink,
  type UserRow,
  updateAccount,
} from '#db/queries/auth.ts';
import { countOtherInstructors, lockRoster } from '#db/queries/roster.ts';
import type { AnonymousContext, Context } from '#lib/context.ts';
import { audit } from '#lib/course/audit.ts';
import { Conflict, Forbidden, InvalidInput, NotFound } from '#lib/errors.ts';
import {
  can,
  emailSchema,
  isSessionAlive,
  nameSchema,
  passwordLinkLifetime,
  passwordSchema,
  type Role,
  type SessionClaims,
  type User,
} from './core.ts';
import { hashPassword } from './password.ts';
import { hashSecret, newSecret } from './secret.ts';
import { userOf } from './sign-in.ts';

type NewUser = { email: string; name: string; role: Role; password?: string };

/**
 * Adds a person. Without a password, `setPasswordToken` is a one-time token for the set-password page, shown once.
 * @throws Conflict when the e-mail address is taken
 */
export async function createUser(
  ctx: Context,
  input: NewUser,
): Promise<{ user: User; setPasswordToken: string | null }> {
  if (!can.manageUsers(ctx.user)) throw new Forbidden('Only instructors add people.');
  const email = parsed(emailSchema, input.email);
  const name = parsed(nameSchema, input.name);
  const passwordHash = input.password === undefined ? null : await hashPassword(parsed(passwordSchema, input.password));
  return ctx.db.transaction(async (tx) => {
    await lockRoster(tx);
    const row = await insertUser(tx, { email, name, role: input.role, passwordHash, createdAt: ctx.now });
    if (!row) throw new Conflict(`${email} already has an account.`);
    await audit(tx, ctx, 'user.create', row.id, { after: { email, name, role: input.role } });
    const setPasswordToken = passwordHash ? null : await issuePasswordLink({ ...ctx, db: tx }, row.id);
    return { user: userOf(row), setPasswordToken };
  });
}

/** A new one-time token with which a person sets a password: for those who forgot theirs. Earlier ones stop working. */
export async function createPasswordLink(ctx: Context, input: { email: string }): Promise<string> {
  if (!can.manageUsers(ctx.user)) throw new Forbidden('Only instructors hand out password links.');
  return ctx.db.transaction(async (tx) => {
    const row = await activeUser({ ...ctx, db: tx }, input.email);
    await closePasswordLinks(tx, row.id, ctx.now);
    await audit(tx, ctx, 'user.password-link', row.id);
    return issuePasswordLink({ ...ctx, db: tx }, row.id);
  });
}

/** Whose password the link sets, or null when it was used, has expired or never was. */
export async function findPasswordLinkUser(ctx: AnonymousContext, token: string): Promise<User | null> {
  const row = await findPasswordLinkOwner(ctx.db, hashSecret(token), ctx.now);
  return row && userOf(row);
}

/**
 * Sets the password of the person whose one-time link this is, and ends their sessions.
 * @throws InvalidInput when the link cannot be used (any more) or the password is too short
 */
export async function setPassword(ctx: AnonymousContext, input: { token: string; password: string }): Promise<User> {
  const passwordHash = await hashPassword(parsed(passwordSchema, input.password));
  return ctx.db.transaction(async (tx) => {
    const userId = await takePasswordLink(tx, hashSecret(input.token), ctx.now);
    const row = userId && (await findUserById(tx, userId));
    if (!row || row.deactivatedAt) {
      throw new InvalidInput('This link has been used or has expired.', 'Ask for a new one at the sign-in page.');
    }
    await updateAccount(tx, row.id, { passwordHash });
    await closePasswordLinks(tx, row.id, ctx.now);
    await audit(tx, { user: userOf(row), now: ctx.now }, 'user.set-password', row.id);
    return userOf(row);
  });
}

/** Changes what a person may do; their sessions end, so that the next page already follows the new role. */
export async function changeRole(ctx: Context, input: { email: string; role: Role }): Promise<void> {
  if (!can.manageUsers(ctx.user)) throw new Forbidden('Only instructors change roles.');
  await ctx.db.transaction(async (tx) => {
    await lockRoster(tx);
    const row = await activeUser({ ...ctx, db: tx }, input.email);
    if (row.role === input.role) return;
    await keepAnInstructor(tx, row);
    await updateAccount(tx, row.id, { role: input.role });
    await audit(tx, ctx, 'user.change-role', row.id, { before: { role: row.role }, after: { role: input.role } });
  });
}

/** Ends a person's access at once: sessions, API tokens and open password links. Their work stays. */
export async function deactivateUser(ctx: Context, input: { email: string }): Promise<void> {
  if (!can.manageUsers(ctx.user)) throw new Forbidden('Only instructors deactivate people.');
  await ctx.db.transaction(async (tx) => {
    await lockRoster(tx);
    const row = await activeUser({ ...ctx, db: tx }, input.email);
    await keepAnInstructor(tx, row);
    if (row.id === ctx.user.id) throw new Conflict('You cannot deactivate yourself.', 'Ask another instructor.');
    await updateAccount(tx, row.id, { deactivatedAt: ctx.now });
    await revokeApiTokens(tx, row.id, ctx.now);
    await closePasswordLinks(tx, row.id, ctx.now);
    await audit(tx, ctx, 'user.deactivate', row.id);
  });
}

/** Gives a deactivated person their access back; older sessions and tokens stay dead. */
export async function reactivateUser(ctx: Context, input: { email: string }): Promise<void> {
  if (!can.manageUsers(ctx.user)) throw new Forbidden('Only instructors reactivate people.');
  await ctx.db.transaction(async (tx) => {
    await lockRoster(tx);
    const row = await findUserByEmail(tx, input.email.trim());
    if (!row) throw new NotFound(`An account for ${input.email}`);
    if (!row.deactivatedAt) return;
    await updateAccount(tx, row.id, { deactivatedAt: null });
    await audit(tx, ctx, 'user.reactivate', row.id);
  });
}

/** A token for the HTTP API, shown once; only its hash is kept. */
export async function createToken(ctx: Context, input: { email: string; name: string }): Promise<string> {
  if (!can.manageUsers(ctx.user)) throw new Forbidden('Only instructors create tokens.');
  const name = parsed(nameSchema, input.name);
  const { secret, hash } = newSecret('course');
  await ctx.db.transaction(async (tx) => {
    const row = await activeUser({ ...ctx, db: tx }, input.email);
    const id = await insertApiToken(tx, { userId: row.id, name, tokenHash: hash, createdAt: ctx.now });
    await audit(tx, ctx, 'token.create', id, { after: { userId: row.id, name } });
  });
  return secret;
}

/** Who a bearer token is, or null. */
export async function userFromToken(ctx: AnonymousContext, token: string): Promise<User | null> {
  const row = await findUserByTokenHash(ctx.db, hashSecret(token));
  return row && userOf(row);
}

/** Who a session is now, or null when it is dead. Asked on every request: the cookie alone proves nothing. */
export async function userFromSession(ctx: AnonymousContext, claims: SessionClaims): Promise<User | null> {
  const row = await findUserById(ctx.db, claims.userId);
  return row && isSessionAlive(claims, row) ? userOf(row) : null;
}

async function issuePasswordLink(ctx: AnonymousContext, userId: string): Promise<string> {
  const { secret, hash } = newSecret('link');
  const expiresAt = new Date(ctx.now.getTime() + passwordLinkLifetime);
  await insertPasswordLink(ctx.db, { tokenHash: hash, userId, createdAt: ctx.now, expiresAt });
  return secret;
}

async function activeUser(ctx: AnonymousContext, email: string): Promise<UserRow> {
  const row = await findUserByEmail(ctx.db, email.trim());
  if (!row || row.deactivatedAt) throw new NotFound(`An active account for ${email}`);
  return row;
}

/** @throws Conflict where nobody could mend the course after this instructor is none any more */
async function keepAnInstructor(tx: Db, row: UserRow): Promise<void> {
  if (row.role !== 'instructor' || (await countOtherInstructors(tx, row.id)) > 0) return;
  throw new Conflict(`${row.name} is the only instructor.`, 'Make somebody else an instructor first.');
}

function parsed<T>(schema: ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new InvalidInput(result.error.issues[0]?.message ?? 'This is not valid.');
}
