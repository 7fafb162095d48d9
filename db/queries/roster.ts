import { and, asc, count, eq, ilike, isNotNull, isNull, ne, or, type SQL, sql } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import { users } from '#db/schema/auth.ts';
import { sectionMembers, sections } from '#db/schema/roster.ts';
import type { Role } from '#lib/auth/core.ts';

/** Serialises whatever changes who is in the course, until the transaction ends. */
export async function lockRoster(tx: Db): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended('roster', 0))`);
}

export async function countOtherInstructors(tx: Db, userId: string): Promise<number> {
  const others = and(eq(users.role, 'instructor'), isNull(users.deactivatedAt), ne(users.id, userId));
  const [row] = await tx.select({ count: count() }).from(users).where(others);
  return row?.count ?? 0;
}

const columns = {
  id: users.id,
  email: users.email,
  name: users.name,
  role: users.role,
  section: sections.name,
  sectionId: sections.id,
  deactivatedAt: users.deactivatedAt,
  hasPassword: sql<boolean>`${users.passwordHash} is not null`,
  createdAt: users.createdAt,
};

const selectPeople = (db: Db) =>
  db
    .select(columns)
    .from(users)
    .leftJoin(sectionMembers, eq(sectionMembers.userId, users.id))
    .leftJoin(sections, eq(sections.id, sectionMembers.sectionId));

export type PersonRow = Awaited<ReturnType<typeof findPersonRow>> & {};

export async function findPersonRow(db: Db, id: string) {
  const [row] = await selectPeople(db).where(eq(users.id, id));
  return row ?? null;
}

/** Everybody, in an order that does not change. */
export async function listAllPeople(db: Db): Promise<PersonRow[]> {
  return selectPeople(db).orderBy(asc(users.id));
}

export type PeopleFilter = {
  /** Part of a name or an address. */
  text?: string | undefined;
  role?: Role | undefined;
  /** A section's name; empty for those in none. */
  section?: string | undefined;
  state?: 'active' | 'deactivated' | 'no_password' | undefined;
};

export type Page = { limit: number; offset: number };

/** A page of people by name, and how many there are in all. */
export async function listPeoplePage(
  db: Db,
  filter: PeopleFilter,
  { limit, offset }: Page,
): Promise<{ people: PersonRow[]; total: number }> {
  const where = and(...conditions(filter));
  const order = [asc(sql`lower(${users.name})`), asc(users.id)];
  const people = await selectPeople(db)
    .where(where)
    .orderBy(...order)
    .limit(limit)
    .offset(offset);
  const [all] = await db
    .select({ count: count() })
    .from(users)
    .leftJoin(sectionMembers, eq(sectionMembers.userId, users.id))
    .leftJoin(sections, eq(sections.id, sectionMembers.sectionId))
    .where(where);
  return { people, total: all?.count ?? 0 };
}

function conditions({ text, role, section, state }: PeopleFilter): (SQL | undefined)[] {
  const like = text && `%${text.replace(/[\\%_]/g, (mark) => `\\${mark}`)}%`;
  return [
    like ? or(ilike(users.name, like), ilike(users.email, like)) : undefined,
    role && eq(users.role, role),
    section === undefined ? undefined : section === '' ? isNull(sections.id) : eq(sections.name, section),
    state === 'deactivated' ? isNotNull(users.deactivatedAt) : undefined,
    state === 'active' || state === 'no_password' ? isNull(users.deactivatedAt) : undefined,
    state === 'no_password' ? isNull(users.passwordHash) : undefined,
  ];
}

export async function updateName(tx: Db, userId: string, name: string): Promise<void> {
  await tx.update(users).set({ name }).where(eq(users.id, userId));
}

/** Null takes the person out of their section. */
export async function putIntoSection(tx: Db, userId: string, sectionId: string | null): Promise<void> {
  if (sectionId === null) {
    await tx.delete(sectionMembers).where(eq(sectionMembers.userId, userId));
    return;
  }
  await tx
    .insert(sectionMembers)
    .values({ userId, sectionId })
    .onConflictDoUpdate({ target: sectionMembers.userId, set: { sectionId } });
}
