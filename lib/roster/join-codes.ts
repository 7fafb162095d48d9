import { randomBytes } from 'node:crypto';
import { insertJoinCode, type JoinCodeRow, listJoinCodeRows, revokeJoinCodeRow } from '#db/queries/join-codes.ts';
import { findSection } from '#db/queries/sections.ts';
import { can } from '#lib/auth/core.ts';
import type { Context } from '#lib/context.ts';
import { audit } from '#lib/course/audit.ts';
import { Conflict, Forbidden, InvalidInput } from '#lib/errors.ts';
import { codeFrom, codeLength, codeLifetimes, readCode, showCode } from './core/codes.ts';

const day = 24 * 60 * 60_000;

/** The newest fifty, newest first, with those that no longer work. */
export async function listJoinCodes(ctx: Context): Promise<JoinCodeRow[]> {
  if (!can.seeRoster(ctx.user)) throw new Forbidden('Join links are for staff.');
  return listJoinCodeRows(ctx.db);
}

export type NewJoinCode = {
  /** One of codeLifetimes. */
  days: number;
  /** Where those who join are put; null is no section. */
  sectionId: string | null;
};

/** A code with which whoever has it enrols as a student. */
export async function createJoinCode(ctx: Context, input: NewJoinCode): Promise<string> {
  if (!can.manageUsers(ctx.user)) throw new Forbidden('Only instructors make join links.');
  const days = codeLifetimes.find((one) => one === input.days);
  if (days === undefined)
    throw new InvalidInput('A join link cannot work that long.', 'Choose one of the times offered.');
  const code = codeFrom(randomBytes(codeLength));
  const expiresAt = new Date(ctx.now.getTime() + days * day);
  await ctx.db.transaction(async (tx) => {
    const section = input.sectionId === null ? null : await findSection(tx, input.sectionId);
    if (input.sectionId !== null && !section) {
      throw new InvalidInput('This section does not exist any more.', 'Choose another.');
    }
    const row = { code, sectionId: input.sectionId, createdAt: ctx.now, createdBy: ctx.user.id, expiresAt };
    await insertJoinCode(tx, row);
    await audit(tx, ctx, 'join-code.create', hint(code), { after: { section: section?.name ?? null, expiresAt } });
  });
  return code;
}

/** Nobody enrols with it any more; who has, stays. */
export async function revokeJoinCode(ctx: Context, input: { code: string }): Promise<void> {
  if (!can.manageUsers(ctx.user)) throw new Forbidden('Only instructors revoke join links.');
  const code = readCode(input.code);
  await ctx.db.transaction(async (tx) => {
    if (!(await revokeJoinCodeRow(tx, code, ctx.now))) throw new Conflict('This link does not work any more already.');
    await audit(tx, ctx, 'join-code.revoke', hint(code));
  });
}

/** Enough of a code to tell it from others, too little to use it: what the audit log keeps. */
export const hint = (code: string) => `${showCode(code).split('-')[0]}…`;
