import { and, asc, desc, eq, isNull, sql } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import { users } from '#db/schema/auth.ts';
import { classSessions, readings } from '#db/schema/calendar.ts';
import { items } from '#db/schema/items.ts';
import { corrections, writings, writingVersions, writtenItems } from '#db/schema/writing.ts';
import type { Reading } from '#lib/writing/core/definition.ts';

export async function listWrittenItems(db: Db) {
  return db
    .select(columns)
    .from(writtenItems)
    .innerJoin(items, eq(items.slug, writtenItems.slug))
    .orderBy(asc(items.dueAt), asc(items.slug));
}
export type WrittenItemRow = Awaited<ReturnType<typeof listWrittenItems>>[number];

export async function findWrittenItem(db: Db, slug: string): Promise<WrittenItemRow | null> {
  const [row] = await db
    .select(columns)
    .from(writtenItems)
    .innerJoin(items, eq(items.slug, writtenItems.slug))
    .where(eq(writtenItems.slug, slug));
  return row ?? null;
}

const columns = {
  slug: items.slug,
  kind: sql<'proposal' | 'written'>`${items.kind}`,
  title: items.title,
  opensAt: items.opensAt,
  dueAt: items.dueAt,
  closesAt: items.closesAt,
  releasedAt: items.releasedAt,
  prompt: writtenItems.prompt,
  fields: writtenItems.fields,
  scale: writtenItems.scale,
  maxPoints: writtenItems.maxPoints,
  criteria: writtenItems.criteria,
  allowPdf: writtenItems.allowPdf,
  maxAuthors: writtenItems.maxAuthors,
  hideNames: writtenItems.hideNames,
  revision: writtenItems.revision,
};

export async function listSlugs(tx: Db): Promise<string[]> {
  return (await tx.select({ slug: items.slug }).from(items)).map(({ slug }) => slug);
}

/** Every item by title, code too: what a correction can be written for. */
export async function listItemTitles(db: Db) {
  return db.select({ slug: items.slug, title: items.title }).from(items).orderBy(asc(items.dueAt), asc(items.slug));
}

export async function findItemTitle(db: Db, slug: string) {
  const [row] = await db
    .select({ title: items.title, kind: items.kind, opensAt: items.opensAt })
    .from(items)
    .where(eq(items.slug, slug));
  return row ?? null;
}

export async function insertWrittenItem(
  tx: Db,
  item: typeof items.$inferInsert,
  written: typeof writtenItems.$inferInsert,
): Promise<void> {
  await tx.insert(items).values(item);
  await tx.insert(writtenItems).values(written);
}

/** Changes what is asked for where it still has `revision`; false where somebody was faster. */
export async function updateWrittenItem(
  tx: Db,
  key: { slug: string; revision: number },
  title: string,
  change: Partial<typeof writtenItems.$inferInsert>,
): Promise<boolean> {
  const changed = await tx
    .update(writtenItems)
    .set({ ...change, revision: key.revision + 1 })
    .where(and(eq(writtenItems.slug, key.slug), eq(writtenItems.revision, key.revision)))
    .returning({ revision: writtenItems.revision });
  if (changed.length === 0) return false;
  await tx.update(items).set({ title }).where(eq(items.slug, key.slug));
  return true;
}

/** How much of an item was handed in and reviewed. */
export async function countUses(tx: Db, slug: string): Promise<{ versions: number; reviews: number }> {
  const [row] = await tx
    .select({
      versions: sql<number>`count(*)::int`,
      reviews: sql<number>`count(*) filter (where exists (select from reviews r where r.version_id = ${writingVersions.id}))::int`,
    })
    .from(writingVersions)
    .innerJoin(writings, eq(writings.id, writingVersions.writingId))
    .where(eq(writings.slug, slug));
  return row ?? { versions: 0, reviews: 0 };
}

/** The topics of the term in the order they are taught, each once. */
export async function listTopics(db: Db): Promise<string[]> {
  const rows = await db
    .select({ topic: classSessions.topic })
    .from(classSessions)
    .where(isNull(classSessions.cancelledAt))
    .groupBy(classSessions.topic)
    .orderBy(sql`min(${classSessions.startsAt})`, asc(classSessions.topic));
  return rows.map(({ topic }) => topic);
}

export async function findReading(db: Db, slug: string): Promise<Reading | null> {
  const [row] = await db
    .select({ title: readings.title, authors: readings.authors, source: readings.source, url: readings.url })
    .from(readings)
    .where(eq(readings.slug, slug))
    .orderBy(asc(readings.position))
    .limit(1);
  return row ?? null;
}

/** What is read for an item: in place of the first one there is, if any. Null leaves what is there. */
export async function writeReading(tx: Db, slug: string, reading: Reading | null): Promise<void> {
  if (!reading) return;
  const [first] = await tx
    .select({ id: readings.id })
    .from(readings)
    .where(eq(readings.slug, slug))
    .orderBy(asc(readings.position))
    .limit(1);
  if (first) await tx.update(readings).set(reading).where(eq(readings.id, first.id));
  else await tx.insert(readings).values({ ...reading, slug });
}

/** @param slug of one item; null of all. Newest first, without the withdrawn ones. */
export async function listCorrections(db: Db, slug: string | null) {
  return db
    .select({
      id: corrections.id,
      slug: corrections.slug,
      body: corrections.body,
      createdAt: corrections.createdAt,
      by: users.name,
    })
    .from(corrections)
    .innerJoin(users, eq(users.id, corrections.createdBy))
    .where(and(isNull(corrections.withdrawnAt), slug === null ? undefined : eq(corrections.slug, slug)))
    .orderBy(desc(corrections.createdAt));
}
export type CorrectionRow = Awaited<ReturnType<typeof listCorrections>>[number];

export async function insertCorrection(tx: Db, row: typeof corrections.$inferInsert): Promise<string> {
  const [inserted] = await tx.insert(corrections).values(row).returning({ id: corrections.id });
  if (!inserted) throw new Error('The correction was not inserted.');
  return inserted.id;
}

/** Null where there is no such correction, or it was withdrawn before. */
export async function markWithdrawn(tx: Db, id: string, by: string, now: Date) {
  const [row] = await tx
    .update(corrections)
    .set({ withdrawnAt: now, withdrawnBy: by })
    .where(and(eq(corrections.id, id), isNull(corrections.withdrawnAt)))
    .returning({ slug: corrections.slug, body: corrections.body });
  return row ?? null;
}

/** Everybody who is told of news to the class, but staff. */
export async function listStudentIds(db: Db): Promise<string[]> {
  const rows = await db
    .select({ id: users.id })
    .from(users)
    .where(and(eq(users.role, 'student'), isNull(users.deactivatedAt)));
  return rows.map(({ id }) => id);
}
