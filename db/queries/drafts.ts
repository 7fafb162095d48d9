import { and, desc, eq, inArray, ne, sql } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import { drafts, draftVersions } from '#db/schema/drafts.ts';

export async function findDraft(db: Db, userId: string, place: string) {
  const [row] = await db
    .select({ text: drafts.text, revision: drafts.revision, savedAt: drafts.savedAt })
    .from(drafts)
    .where(and(eq(drafts.userId, userId), eq(drafts.place, place)));
  return row ?? null;
}

/** What a person has begun to write and not sent, newest first, without its text. */
export async function listDraftPlaces(db: Db, userId: string, limit: number) {
  return db
    .select({ place: drafts.place, at: drafts.savedAt })
    .from(drafts)
    .where(and(eq(drafts.userId, userId), ne(drafts.text, '')))
    .orderBy(desc(drafts.savedAt))
    .limit(limit);
}

type DraftRow = typeof drafts.$inferInsert;

/** Writes `row` where the draft still has the revision before it; false where somebody was faster. */
export async function writeDraft(tx: Db, row: DraftRow): Promise<boolean> {
  const revision = { revision: drafts.revision };
  if (row.revision === 1) {
    return (await tx.insert(drafts).values(row).onConflictDoNothing().returning(revision)).length === 1;
  }
  const written = await tx
    .update(drafts)
    .set({ text: row.text, revision: row.revision, savedAt: row.savedAt })
    .where(and(eq(drafts.userId, row.userId), eq(drafts.place, row.place), eq(drafts.revision, row.revision - 1)))
    .returning(revision);
  return written.length === 1;
}

export async function insertDraftVersion(tx: Db, row: DraftRow): Promise<void> {
  await tx.insert(draftVersions).values(row);
}

/** Newest first, without their text. */
export async function listVersionsOfDraft(db: Db, userId: string, place: string) {
  return db
    .select({
      id: draftVersions.id,
      revision: draftVersions.revision,
      savedAt: draftVersions.savedAt,
      lines: sql<number>`length(${draftVersions.text}) - length(replace(${draftVersions.text}, chr(10), '')) + 1`,
    })
    .from(draftVersions)
    .where(and(eq(draftVersions.userId, userId), eq(draftVersions.place, place)))
    .orderBy(desc(draftVersions.savedAt), desc(draftVersions.revision));
}

export async function findDraftVersion(db: Db, userId: string, place: string, id: string) {
  const [row] = await db
    .select({ text: draftVersions.text, revision: draftVersions.revision, savedAt: draftVersions.savedAt })
    .from(draftVersions)
    .where(and(eq(draftVersions.id, id), eq(draftVersions.userId, userId), eq(draftVersions.place, place)));
  return row ?? null;
}

export async function deleteDraftVersions(tx: Db, ids: string[]): Promise<void> {
  if (ids.length > 0) await tx.delete(draftVersions).where(inArray(draftVersions.id, ids));
}

export async function deleteDraft(tx: Db, userId: string, place: string): Promise<void> {
  await tx.delete(drafts).where(and(eq(drafts.userId, userId), eq(drafts.place, place)));
}
