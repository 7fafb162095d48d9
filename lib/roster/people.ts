import { replacePasswordLinks } from '#db/queries/auth.ts';
import {
  findPersonRow,
  listPeoplePage,
  lockRoster,
  type PeopleFilter,
  type PersonRow,
  putIntoSection,
  updateName,
} from '#db/queries/roster.ts';
import { findSection } from '#db/queries/sections.ts';
import { can, passwordLinkLifetime, type Role, type User } from '#lib/auth/core.ts';
import { newSecret } from '#lib/auth/secret.ts';
import { changeRole, createUser } from '#lib/auth/server.ts';
import type { Context } from '#lib/context.ts';
import { audit, auditAll } from '#lib/course/audit.ts';
import { Conflict, Forbidden, InvalidInput, NotFound } from '#lib/errors.ts';
import { nameProblem, tidyName } from './core/people.ts';

export const peoplePerPage = 100;

export type PeoplePage = { people: PersonRow[]; total: number; page: number; pages: number };

/** A page of people, by name, counted from 1. */
export async function listPeople(ctx: Context, filter: PeopleFilter, page = 1): Promise<PeoplePage> {
  if (!can.seeRoster(ctx.user)) throw new Forbidden('The roster is for staff.');
  const at = { limit: peoplePerPage, offset: (page - 1) * peoplePerPage };
  const { people, total } = await listPeoplePage(ctx.db, filter, at);
  return { people, total, page, pages: Math.max(1, Math.ceil(total / peoplePerPage)) };
}

/** @throws NotFound */
export async function getPerson(ctx: Context, id: string): Promise<PersonRow> {
  if (!can.seeRoster(ctx.user)) throw new Forbidden('The roster is for staff.');
  const row = isId(id) ? await findPersonRow(ctx.db, id) : null;
  if (!row) throw new NotFound('This person');
  return row;
}

export type NewPerson = { email: string; name: string; role: Role; sectionId: string | null };

/**
 * Adds one person.
 * @returns the one-time token with which they set a password, shown once
 * @throws Conflict when the e-mail address is taken
 */
export async function addPerson(ctx: Context, input: NewPerson): Promise<{ user: User; token: string }> {
  if (!can.manageUsers(ctx.user)) throw new Forbidden('Only instructors add people.');
  const name = checkedName(input.name);
  return ctx.db.transaction(async (tx) => {
    const inside = { ...ctx, db: tx };
    const { user, setPasswordToken } = await createUser(inside, { email: input.email, name, role: input.role });
    if (setPasswordToken === null) throw new Error('A person without a password gets a link.');
    if (input.sectionId) await changeSection(inside, user.id, null, input.sectionId);
    return { user, token: setPasswordToken };
  });
}

export type PersonFields = { name: string; role: Role; sectionId: string | null };

export type PersonEdit = PersonFields & {
  id: string;
  /** What the caller saw: a field that is still so was not touched. */
  seen: PersonFields;
};

/**
 * Changes a person's name, role and section; what is as it was leaves no trace, and what somebody else changed
 * meanwhile stays.
 * @throws Conflict where both changed the same
 */
export async function changePerson(ctx: Context, input: PersonEdit): Promise<void> {
  if (!can.manageUsers(ctx.user)) throw new Forbidden('Only instructors change people.');
  const name = checkedName(input.name);
  await ctx.db.transaction(async (tx) => {
    const inside = { ...ctx, db: tx };
    await lockRoster(tx);
    const row = await getPerson(inside, input.id);
    const wanted = merged(row, { ...input, name });
    if (row.name !== wanted.name) {
      await updateName(tx, row.id, wanted.name);
      await audit(tx, ctx, 'user.change', row.id, { before: { name: row.name }, after: { name: wanted.name } });
    }
    if (row.role !== wanted.role) await changeRole(inside, { email: row.email, role: wanted.role });
    await changeSection(inside, row.id, row.section, wanted.sectionId);
  });
}

/** What the caller changed, on top of what others changed meanwhile. */
function merged(row: PersonRow, { seen, ...input }: PersonEdit): PersonFields {
  const pick = <F extends keyof PersonFields>(field: F, what: string): PersonFields[F] => {
    if (input[field] === seen[field]) return row[field];
    if (row[field] === seen[field] || row[field] === input[field]) return input[field];
    throw new Conflict(
      `Somebody changed the ${what} of ${row.name} meanwhile.`,
      'Load the page again to see it, then decide.',
    );
  };
  return { name: pick('name', 'name'), role: pick('role', 'role'), sectionId: pick('sectionId', 'section') };
}

async function changeSection(ctx: Context, userId: string, before: string | null, sectionId: string | null) {
  const section = sectionId === null ? null : isId(sectionId) ? await findSection(ctx.db, sectionId) : null;
  if (sectionId !== null && !section)
    throw new InvalidInput('This section does not exist any more.', 'Choose another.');
  const after = section?.name ?? null;
  if (after === before) return;
  await putIntoSection(ctx.db, userId, sectionId);
  await audit(ctx.db, ctx, 'user.change', userId, { before: { section: before }, after: { section: after } });
}

/**
 * A new one-time link for everybody active who has not set a password yet, to be handed out. Their earlier links stop
 * working.
 */
export async function createMissingLinks(ctx: Context): Promise<{ name: string; email: string; token: string }[]> {
  if (!can.manageUsers(ctx.user)) throw new Forbidden('Only instructors hand out password links.');
  return ctx.db.transaction(async (tx) => {
    const { people } = await listPeoplePage(tx, { state: 'no_password' }, { limit: 5000, offset: 0 });
    const expiresAt = new Date(ctx.now.getTime() + passwordLinkLifetime);
    const links = people.map((person) => ({ ...person, ...newSecret('link') }));
    await replacePasswordLinks(
      tx,
      links.map(({ id, hash }) => ({ tokenHash: hash, userId: id, createdAt: ctx.now, expiresAt })),
      ctx.now,
    );
    await auditAll(
      tx,
      ctx,
      'user.password-link',
      people.map(({ id }) => ({ subject: id })),
    );
    return links.map(({ name, email, secret }) => ({ name, email, token: secret }));
  });
}

function checkedName(text: string): string {
  const name = tidyName(text);
  const wrong = nameProblem(name, 'The name', 200);
  if (wrong) throw new InvalidInput(wrong.message, wrong.remedy);
  if (name === '') throw new InvalidInput('A name is needed.');
  return name;
}

const isId = (id: string) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id);
