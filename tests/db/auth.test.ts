import { describe, expect, it } from 'vitest';
import type { Db } from '#db/client.ts';
import { findUserByEmail } from '#db/queries/auth.ts';
import { signInLimits, systemUser, type User } from '#lib/auth/core.ts';
import { askForPasswordLink } from '#lib/auth/forgotten.ts';
import {
  changeRole,
  createPasswordLink,
  createToken,
  createUser,
  deactivateUser,
  findPasswordLinkUser,
  setPassword,
  userFromSession,
  userFromToken,
} from '#lib/auth/server.ts';
import { signInWithPassword } from '#lib/auth/sign-in.ts';
import type { Context } from '#lib/context.ts';
import { Conflict, Forbidden, InvalidInput, NotFound } from '#lib/errors.ts';
import { rolledBack } from '../support/database.ts';

const email = 'ada@people.example';
const password = 'a long enough password';
const start = new Date('2026-11-23T12:00:00Z');
const later = (seconds: number) => new Date(start.getTime() + seconds * 1000);

type Body = (ctx: Context & { ada: User }) => Promise<unknown>;

/** Ada has an account; the verbs run with the web server's rights. */
const withAda = (body: Body) =>
  rolledBack('owner', async (db, as) => {
    await as('web');
    const ctx = { user: systemUser, db, now: start };
    const { user } = await createUser(ctx, { email, name: 'Ada', role: 'student', password });
    await body({ ...ctx, ada: user });
  });

const trySignIn = (db: Db, given: Partial<{ email: string; password: string; address: string; now: Date }> = {}) =>
  signInWithPassword({ db, now: given.now ?? start }, { email, password, address: '192.0.2.1', ...given });

async function claimsOf(db: Db) {
  const result = await trySignIn(db);
  if (result.kind !== 'signed_in') throw new Error(`expected to be signed in, was ${result.kind}`);
  return result.claims;
}

describe('signing in', () => {
  it('knows the e-mail in any case and says who it is', () =>
    withAda(async ({ db, ada }) => {
      expect(await trySignIn(db, { email: ' ADA@people.example ' })).toMatchObject({ kind: 'signed_in', user: ada });
    }));

  it('answers a wrong password, an unknown account and a deactivated one alike', () =>
    withAda(async (ctx) => {
      expect(await trySignIn(ctx.db, { password: 'wrong' })).toEqual({ kind: 'refused' });
      expect(await trySignIn(ctx.db, { email: 'nobody@people.example' })).toEqual({ kind: 'refused' });
      await deactivateUser(ctx, { email });
      expect(await trySignIn(ctx.db)).toEqual({ kind: 'refused' });
    }));

  it('stops guessing one account, from however many addresses, until the window has passed', () =>
    withAda(async ({ db }) => {
      for (let i = 0; i < signInLimits.account.failures; i += 1) {
        await trySignIn(db, { password: 'wrong', address: `192.0.2.${i}`, now: later(i) });
      }
      const refused = await trySignIn(db, { address: '198.51.100.1', now: later(20) });
      expect(refused).toEqual({ kind: 'too_many', retryAfterSeconds: 15 * 60 - 20 });
      expect((await trySignIn(db, { now: later(15 * 60 + 1) })).kind).toBe('signed_in');
    }));

  it('stops one address from trying everybody, but not the others', () =>
    withAda(async ({ db }) => {
      for (let i = 0; i < signInLimits.address.failures; i += 1) {
        await trySignIn(db, { email: `nobody${i}@people.example`, address: '203.0.113.5' });
      }
      expect((await trySignIn(db, { address: '203.0.113.5' })).kind).toBe('too_many');
      expect((await trySignIn(db)).kind).toBe('signed_in');
    }));

  it('forgets earlier failures after a success', () =>
    withAda(async ({ db }) => {
      for (let round = 0; round < 3; round += 1) {
        for (let i = 1; i < signInLimits.account.failures; i += 1) await trySignIn(db, { password: 'wrong' });
        expect((await trySignIn(db)).kind).toBe('signed_in');
      }
    }));
});

describe('a session', () => {
  it('says who it is on every request', () =>
    withAda(async ({ db, ada }) => {
      expect(await userFromSession({ db, now: start }, await claimsOf(db))).toEqual(ada);
    }));

  it('dies with a change of role, and the next one has the new role', () =>
    withAda(async (ctx) => {
      const claims = await claimsOf(ctx.db);
      await changeRole(ctx, { email, role: 'assistant' });
      expect(await userFromSession(ctx, claims)).toBeNull();
      expect(await userFromSession(ctx, await claimsOf(ctx.db))).toMatchObject({ role: 'assistant' });
    }));

  it('dies with a new password', () =>
    withAda(async (ctx) => {
      const claims = await claimsOf(ctx.db);
      await setPassword(ctx, { token: await createPasswordLink(ctx, { email }), password: 'another long password' });
      expect(await userFromSession(ctx, claims)).toBeNull();
    }));

  it('dies with the account, and so do its tokens', () =>
    withAda(async (ctx) => {
      const claims = await claimsOf(ctx.db);
      const token = await createToken(ctx, { email, name: 'laptop' });
      expect(await userFromToken(ctx, token)).toMatchObject({ email });
      await deactivateUser(ctx, { email });
      expect(await userFromSession(ctx, claims)).toBeNull();
      expect(await userFromToken(ctx, token)).toBeNull();
    }));
});

describe('a link to set a password', () => {
  it('works once, for a person who has none yet', () =>
    withAda(async (ctx) => {
      const input = { email: 'grace@people.example', name: 'Grace', role: 'student' } as const;
      const { setPasswordToken: token } = await createUser(ctx, input);
      if (!token) throw new Error('a person without a password gets a link');
      expect(await trySignIn(ctx.db, { email: input.email })).toEqual({ kind: 'refused' });
      expect(await findPasswordLinkUser(ctx, token)).toMatchObject({ email: input.email });

      await setPassword(ctx, { token, password });
      expect((await trySignIn(ctx.db, { email: input.email })).kind).toBe('signed_in');
      await expect(setPassword(ctx, { token, password })).rejects.toThrow(InvalidInput);
      expect(await findPasswordLinkUser(ctx, token)).toBeNull();
    }));

  it('expires, and is replaced by a newer one', () =>
    withAda(async (ctx) => {
      const first = await createPasswordLink(ctx, { email });
      const second = await createPasswordLink(ctx, { email });
      expect(await findPasswordLinkUser(ctx, first)).toBeNull();
      const afterAWeek = { ...ctx, now: later(7 * 24 * 60 * 60) };
      await expect(setPassword(afterAWeek, { token: second, password })).rejects.toThrow('has expired');
    }));

  it('keeps its use when the password is too short', () =>
    withAda(async (ctx) => {
      const token = await createPasswordLink(ctx, { email });
      await expect(setPassword(ctx, { token, password: 'short' })).rejects.toThrow('at least 10');
      await expect(setPassword(ctx, { token, password })).resolves.toMatchObject({ email });
    }));
});

describe('asking for a link', () => {
  const ask = (db: Db, given: Partial<{ email: string; address: string; now: Date }> = {}) =>
    askForPasswordLink({ db, now: given.now ?? start }, { email, address: '192.0.2.1', ...given });

  it('is answered alike, whether there is such an account or not', () =>
    withAda(async ({ db }) => {
      expect(await ask(db)).toEqual({ kind: 'asked', email });
      const stranger = 'nobody@people.example';
      expect(await ask(db, { email: stranger })).toEqual({ kind: 'asked', email: stranger });
      await expect(ask(db, { email: 'nobody' })).rejects.toThrow(InvalidInput);
    }));

  it('is bounded, and does not shut the account to its owner', () =>
    withAda(async ({ db }) => {
      const { failures } = signInLimits.account;
      for (let i = 0; i < failures; i++) await ask(db, { address: `192.0.2.${i + 2}` });
      expect(await ask(db, { address: '198.51.100.1' })).toMatchObject({ kind: 'too_many' });
      expect(await trySignIn(db)).toMatchObject({ kind: 'signed_in' });
    }));
});

describe('managing people', () => {
  it.each(['student', 'assistant'] as const)('is refused to a %s', (role) =>
    withAda(async ({ db, ada, now }) => {
      const ctx = { user: { ...ada, role }, db, now };
      await expect(createUser(ctx, { email: 'x@people.example', name: 'X', role: 'student' })).rejects.toThrow(
        Forbidden,
      );
      await expect(changeRole(ctx, { email, role: 'instructor' })).rejects.toThrow(Forbidden);
      await expect(deactivateUser(ctx, { email })).rejects.toThrow(Forbidden);
      await expect(createToken(ctx, { email, name: 'x' })).rejects.toThrow(Forbidden);
      await expect(createPasswordLink(ctx, { email })).rejects.toThrow(Forbidden);
    }),
  );

  it('refuses a taken address in any case, a bad one, and people who are not there', () =>
    withAda(async (ctx) => {
      const user = { name: 'Ada', role: 'student' } as const;
      await expect(createUser(ctx, { ...user, email: 'ADA@people.example' })).rejects.toThrow(Conflict);
      await expect(createUser(ctx, { ...user, email: 'ada' })).rejects.toThrow(InvalidInput);
      await expect(deactivateUser(ctx, { email: 'nobody@people.example' })).rejects.toThrow(NotFound);
    }));

  it('keeps no secret in readable form', () =>
    withAda(async (ctx) => {
      const row = await findUserByEmail(ctx.db, email);
      expect(row?.passwordHash).toMatch(/^\$argon2id\$/);
      const secrets = [await createToken(ctx, { email, name: 'laptop' }), await createPasswordLink(ctx, { email })];
      const kept = await ctx.db.execute(
        `select token_hash from api_tokens union all select token_hash from password_links
         union all select coalesce(after::text, '') from audit_log`,
      );
      for (const secret of secrets) expect(JSON.stringify(kept)).not.toContain(secret);
    }));
});
