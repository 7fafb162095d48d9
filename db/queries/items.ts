import { and, asc, desc, eq, inArray, isNull, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { Db } from '#db/client.ts';
import { users } from '#db/schema/auth.ts';
import { extensions } from '#db/schema/calendar.ts';
import { submissions } from '#db/schema/grading.ts';
import { items } from '#db/schema/items.ts';
import { writingAuthors, writingVersions } from '#db/schema/writing.ts';
import type { Extension, ItemDates } from '#lib/items/core.ts';

/** The extension of this person that counts, one an item: to be joined by `slug`. */
export function ownExtension(db: Db, userId: string) {
  return db
    .selectDistinctOn([extensions.slug], {
      slug: extensions.slug,
      dueAt: extensions.dueAt,
      closesAt: extensions.closesAt,
      reason: extensions.reason,
    })
    .from(extensions)
    .where(and(eq(extensions.userId, userId), isNull(extensions.withdrawnAt)))
    .orderBy(extensions.slug, desc(extensions.grantedAt))
    .as('own_extension');
}

/** Every item with this person's extension, by the class's due date. One query. */
export async function listItemRows(db: Db, userId: string) {
  const own = ownExtension(db, userId);
  return db
    .select({
      slug: items.slug,
      kind: items.kind,
      title: items.title,
      opensAt: items.opensAt,
      dueAt: items.dueAt,
      closesAt: items.closesAt,
      releasedAt: items.releasedAt,
      extension: { dueAt: own.dueAt, closesAt: own.closesAt, reason: own.reason },
    })
    .from(items)
    .leftJoin(own, eq(own.slug, items.slug))
    .orderBy(asc(items.dueAt), asc(items.slug));
}

/** The item's row, held until the transaction ends: of two who move or extend it, the second sees what the first did. */
export async function lockItem(tx: Db, slug: string) {
  const [row] = await tx.select().from(items).where(eq(items.slug, slug)).for('update');
  return row ?? null;
}

export async function updateItemDates(tx: Db, slug: string, { opensAt, dueAt, closesAt }: ItemDates): Promise<void> {
  await tx.update(items).set({ opensAt, dueAt, closesAt }).where(eq(items.slug, slug));
}

export async function markReleased(tx: Db, slug: string, now: Date): Promise<void> {
  await tx.update(items).set({ releasedAt: now }).where(eq(items.slug, slug));
}

export type HandIn = { userId: string; firstAt: Date; lastAt: Date };

/** When each person's writing for an item was handed in, first and last: one row a co-author. */
export async function listWritingHandIns(db: Db, slug: string): Promise<HandIn[]> {
  return db
    .select({
      userId: writingAuthors.userId,
      firstAt: sql`min(${writingVersions.submittedAt})`.mapWith(writingVersions.submittedAt),
      lastAt: sql`max(${writingVersions.submittedAt})`.mapWith(writingVersions.submittedAt),
    })
    .from(writingAuthors)
    .innerJoin(writingVersions, eq(writingVersions.writingId, writingAuthors.writingId))
    .where(eq(writingAuthors.slug, slug))
    .groupBy(writingAuthors.userId);
}

/** Slugs of the items for which this person has handed in anything. */
export async function listHandedIn(db: Db, userId: string): Promise<Set<string>> {
  const code = db.select({ slug: submissions.slug }).from(submissions).where(eq(submissions.userId, userId));
  const written = db
    .select({ slug: writingAuthors.slug })
    .from(writingAuthors)
    .innerJoin(writingVersions, eq(writingVersions.writingId, writingAuthors.writingId))
    .where(eq(writingAuthors.userId, userId));
  const rows = await code.union(written);
  return new Set(rows.map(({ slug }) => slug));
}

export type ExtensionRow = Extension & { id: string; slug: string; userId: string; name: string; grantedAt: Date };

/**
 * The extensions that count, newest first: one a student and item.
 * @param slug only of this item; null for all
 * @param userIds only these people's
 */
export async function listExtensionRows(db: Db, slug: string | null, userIds?: string[]): Promise<ExtensionRow[]> {
  return db
    .selectDistinctOn([extensions.userId, extensions.slug], {
      id: extensions.id,
      slug: extensions.slug,
      userId: extensions.userId,
      name: users.name,
      dueAt: extensions.dueAt,
      closesAt: extensions.closesAt,
      reason: extensions.reason,
      grantedAt: extensions.grantedAt,
    })
    .from(extensions)
    .innerJoin(users, eq(users.id, extensions.userId))
    .where(
      and(
        isNull(extensions.withdrawnAt),
        slug === null ? undefined : eq(extensions.slug, slug),
        userIds && inArray(extensions.userId, userIds),
      ),
    )
    .orderBy(extensions.userId, extensions.slug, desc(extensions.grantedAt));
}

/** Every extension of one student for one item, also those withdrawn, newest first. */
export async function listExtensionHistory(db: Db, userId: string, slug: string) {
  const granter = alias(users, 'granter');
  const withdrawer = alias(users, 'withdrawer');
  return db
    .select({
      dueAt: extensions.dueAt,
      reason: extensions.reason,
      grantedAt: extensions.grantedAt,
      by: granter.name,
      withdrawnAt: extensions.withdrawnAt,
      withdrawnBy: withdrawer.name,
    })
    .from(extensions)
    .innerJoin(granter, eq(granter.id, extensions.grantedBy))
    .leftJoin(withdrawer, eq(withdrawer.id, extensions.withdrawnBy))
    .where(and(eq(extensions.userId, userId), eq(extensions.slug, slug)))
    .orderBy(desc(extensions.grantedAt));
}

export async function findExtension(db: Db, id: string) {
  const [row] = await db.select().from(extensions).where(eq(extensions.id, id));
  return row ?? null;
}

export async function insertExtension(tx: Db, row: typeof extensions.$inferInsert): Promise<string> {
  const [inserted] = await tx.insert(extensions).values(row).returning({ id: extensions.id });
  if (!inserted) throw new Error('The extension was not inserted.');
  return inserted.id;
}

/** Withdraws whatever one student has for one item. @returns what counted until now, newest first */
export async function withdrawExtensions(
  tx: Db,
  { slug, userId, by, at }: { slug: string; userId: string; by: string | null; at: Date },
) {
  const rows = await tx
    .update(extensions)
    .set({ withdrawnAt: at, withdrawnBy: by })
    .where(and(eq(extensions.slug, slug), eq(extensions.userId, userId), isNull(extensions.withdrawnAt)))
    .returning();
  return rows.toSorted((a, b) => b.grantedAt.getTime() - a.grantedAt.getTime());
}
