import { findUserByEmail, insertUser } from '#db/queries/auth.ts';
import { findOpenJoinCode } from '#db/queries/join-codes.ts';
import { findPersonRow, lockRoster, putIntoSection } from '#db/queries/roster.ts';
import { emailSchema, passwordSchema, type SessionClaims, type User } from '#lib/auth/core.ts';
import { hashPassword, verifyPassword } from '#lib/auth/password.ts';
import { countTry, forgetTries, userOf } from '#lib/auth/sign-in.ts';
import type { AnonymousContext } from '#lib/context.ts';
import { audit } from '#lib/course/audit.ts';
import { InvalidInput } from '#lib/errors.ts';
import { readCode } from './core/codes.ts';
import { nameProblem, tidyName } from './core/people.ts';
import { hint } from './join-codes.ts';

export type Join =
  | { kind: 'joined'; user: User; claims: SessionClaims }
  /** The code does not work: said before anything is known of the person. */
  | { kind: 'bad_code' }
  /** The address has an account that this password does not open, for whatever reason: one answer, in the same time. */
  | { kind: 'refused' }
  | { kind: 'too_many'; retryAfterSeconds: number };

type Input = { code: string; name: string; email: string; password: string; address: string };

/**
 * Enrols whoever has a code as a student and signs them in; who has an account signs in with it. Tries are counted like
 * those to sign in, before the code is looked at.
 * @throws InvalidInput naming what of the form is wrong; it depends on the form alone
 */
export async function joinCourse(ctx: AnonymousContext, input: Input): Promise<Join> {
  const { name, email, password } = checked(input);
  const counted = await countTry(ctx, { email, address: input.address });
  if (counted.kind === 'too_many') return counted;
  const code = readCode(input.code);
  if (!(await findOpenJoinCode(ctx.db, code, ctx.now))) return { kind: 'bad_code' };
  const known = await findUserByEmail(ctx.db, email);
  // A hash takes as long as a comparison: the time tells nothing either.
  const passwordHash = known ? null : await hashPassword(password);
  const opens = known !== null && (await verifyPassword(known.passwordHash, password)) && !known.deactivatedAt;
  if (known && !opens) return { kind: 'refused' };
  const joined = await ctx.db.transaction((tx) => enrol({ ...ctx, db: tx }, { code, name, email, passwordHash }));
  if (joined.kind === 'joined') await forgetTries(ctx, counted);
  return joined;
}

type Enrolment = { code: string; name: string; email: string; passwordHash: string | null };

async function enrol(ctx: AnonymousContext, { code, name, email, passwordHash }: Enrolment): Promise<Join> {
  await lockRoster(ctx.db);
  const open = await findOpenJoinCode(ctx.db, code, ctx.now);
  if (!open) return { kind: 'bad_code' };
  const isNew = passwordHash !== null;
  const fresh = { email, name, role: 'student' as const, passwordHash, createdAt: ctx.now };
  const row = isNew ? await insertUser(ctx.db, fresh) : await findUserByEmail(ctx.db, email);
  if (!row || row.deactivatedAt) return { kind: 'refused' }; // meanwhile
  const user = userOf(row);
  const earlier = isNew ? null : await findPersonRow(ctx.db, row.id);
  if (open.sectionId && row.role === 'student' && !earlier?.section) {
    await putIntoSection(ctx.db, row.id, open.sectionId);
  }
  if (isNew)
    await audit(ctx.db, { user, now: ctx.now }, 'user.join', row.id, { after: { email, name, code: hint(code) } });
  return { kind: 'joined', user, claims: { userId: row.id, sessionVersion: row.sessionVersion } };
}

function checked(input: Input): { name: string; email: string; password: string } {
  const email = emailSchema.safeParse(input.email);
  const password = passwordSchema.safeParse(input.password);
  const name = tidyName(input.name);
  const wrong = nameProblem(name, 'The name', 200);
  if (name === '') throw new InvalidInput('Your name is missing.');
  if (wrong) throw new InvalidInput(wrong.message, wrong.remedy);
  if (!email.success) throw new InvalidInput('This is not an e-mail address.');
  if (!password.success) throw new InvalidInput(password.error.issues[0]?.message ?? 'This password cannot be used.');
  return { name, email: email.data, password: password.data };
}
