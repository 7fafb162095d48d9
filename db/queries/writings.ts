import { and, asc, desc, eq, isNull, like, sql } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import { users } from '#db/schema/auth.ts';
import { drafts } from '#db/schema/drafts.ts';
import { files, reviews, writingAuthors, writings, writingVersions } from '#db/schema/writing.ts';

/** Two requests for one person's writing of an item, or for one writing, go one after the other. */
export async function lockWriting(tx: Db, subject: string): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`writing:${subject}`}, 0))`);
}

export async function findOwnWritingId(db: Db, slug: string, userId: string): Promise<string | null> {
  const [row] = await db
    .select({ id: writingAuthors.writingId })
    .from(writingAuthors)
    .where(and(eq(writingAuthors.slug, slug), eq(writingAuthors.userId, userId)));
  return row?.id ?? null;
}

export async function insertWriting(tx: Db, slug: string, userId: string, now: Date): Promise<string> {
  const [row] = await tx
    .insert(writings)
    .values({ slug, createdAt: now, createdBy: userId })
    .returning({ id: writings.id });
  if (!row) throw new Error('The writing was not inserted.');
  await insertAuthor(tx, { writingId: row.id, slug, userId, addedAt: now, addedBy: userId });
  return row.id;
}

export async function insertAuthor(tx: Db, row: typeof writingAuthors.$inferInsert): Promise<void> {
  await tx.insert(writingAuthors).values(row);
}

export async function deleteAuthor(tx: Db, writingId: string, userId: string): Promise<void> {
  await tx
    .delete(writingAuthors)
    .where(and(eq(writingAuthors.writingId, writingId), eq(writingAuthors.userId, userId)));
}

export type Author = { id: string; name: string };

export async function listAuthors(db: Db, writingId: string): Promise<Author[]> {
  return db
    .select({ id: users.id, name: users.name })
    .from(writingAuthors)
    .innerJoin(users, eq(users.id, writingAuthors.userId))
    .where(eq(writingAuthors.writingId, writingId))
    .orderBy(asc(writingAuthors.addedAt), asc(users.name));
}

/** Who of the class has this address: students that were not deactivated. */
export async function findClassmate(db: Db, email: string): Promise<Author | null> {
  const [row] = await db
    .select({ id: users.id, name: users.name })
    .from(users)
    .where(
      and(eq(sql`lower(${users.email})`, email.toLowerCase()), eq(users.role, 'student'), isNull(users.deactivatedAt)),
    );
  return row ?? null;
}

/** Newest first. */
export async function listVersions(db: Db, writingId: string) {
  return db
    .select({
      id: writingVersions.id,
      number: writingVersions.number,
      fields: writingVersions.fields,
      pdfId: writingVersions.pdfId,
      submittedAt: writingVersions.submittedAt,
      submittedBy: writingVersions.submittedBy,
      idempotencyKey: writingVersions.idempotencyKey,
      by: users.name,
    })
    .from(writingVersions)
    .innerJoin(users, eq(users.id, writingVersions.submittedBy))
    .where(eq(writingVersions.writingId, writingId))
    .orderBy(desc(writingVersions.number));
}

export async function insertWritingVersion(tx: Db, row: typeof writingVersions.$inferInsert): Promise<string> {
  const [inserted] = await tx.insert(writingVersions).values(row).returning({ id: writingVersions.id });
  if (!inserted) throw new Error('The version was not inserted.');
  return inserted.id;
}

/** Every review of a writing, the one that speaks first: newest version, then newest review. */
export async function listReviews(db: Db, writingId: string) {
  return db
    .select({
      id: reviews.id,
      number: writingVersions.number,
      decision: reviews.decision,
      mark: reviews.mark,
      points: reviews.points,
      criteria: reviews.criteria,
      comment: reviews.comment,
      createdAt: reviews.createdAt,
      createdBy: reviews.createdBy,
      by: users.name,
    })
    .from(reviews)
    .innerJoin(writingVersions, eq(writingVersions.id, reviews.versionId))
    .innerJoin(users, eq(users.id, reviews.createdBy))
    .where(eq(writingVersions.writingId, writingId))
    .orderBy(desc(writingVersions.number), desc(reviews.createdAt), desc(reviews.id));
}
export type ReviewRow = Awaited<ReturnType<typeof listReviews>>[number];

/** A person's working copies of an item's fields, by place. */
export async function listFieldDrafts(db: Db, userId: string, slug: string) {
  return db
    .select({ place: drafts.place, text: drafts.text, revision: drafts.revision, savedAt: drafts.savedAt })
    .from(drafts)
    .where(and(eq(drafts.userId, userId), like(drafts.place, `writing:${slug}:%`)));
}

/** Whose file it is and of which type, without its bytes. */
export async function findFileFacts(db: Db, id: string) {
  const [row] = await db
    .select({ ownerId: files.ownerId, mediaType: files.mediaType })
    .from(files)
    .where(eq(files.id, id));
  return row ?? null;
}
