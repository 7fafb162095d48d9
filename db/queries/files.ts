import { and, count, eq, exists, gt, min, sql } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import { files, writingAuthors, writingVersions } from '#db/schema/writing.ts';

type FileRow = typeof files.$inferInsert;

const known = { id: files.id, name: files.name, mediaType: files.mediaType, width: files.width, height: files.height };

/** The file; where its owner sent the same content before, that row. */
export async function insertFile(tx: Db, row: FileRow) {
  const [inserted] = await tx.insert(files).values(row).onConflictDoNothing().returning(known);
  return inserted ?? (await findFileByContent(tx, row.ownerId, row.sha256));
}

export async function findFileByContent(db: Db, ownerId: string, sha256: string) {
  const [row] = await db
    .select(known)
    .from(files)
    .where(and(eq(files.ownerId, ownerId), eq(files.sha256, sha256)));
  return row ?? null;
}

/** All but the bytes. `isShared`: `readerId` is an author of a piece of writing it was handed in with. */
export async function findFile(db: Db, id: string, readerId: string) {
  const authored = db
    .select({ one: sql`1` })
    .from(writingVersions)
    .innerJoin(writingAuthors, eq(writingAuthors.writingId, writingVersions.writingId))
    .where(and(eq(writingVersions.pdfId, files.id), eq(writingAuthors.userId, readerId)));
  const [row] = await db
    .select({
      ...known,
      ownerId: files.ownerId,
      sha256: files.sha256,
      isShared: sql<boolean>`${files.mediaType} = 'application/pdf' and ${exists(authored)}`,
    })
    .from(files)
    .where(eq(files.id, id));
  return row ?? null;
}

export async function readFileBytes(db: Db, id: string): Promise<Uint8Array | null> {
  const [row] = await db.select({ bytes: files.bytes }).from(files).where(eq(files.id, id));
  return row?.bytes ?? null;
}

/** How much a person has sent since an instant. */
export async function sumFilesSince(db: Db, ownerId: string, since: Date) {
  const [row] = await db
    .select({
      files: count(),
      bytes: sql<number>`coalesce(sum(octet_length(${files.bytes})), 0)::float8`,
      firstAt: min(files.createdAt),
    })
    .from(files)
    .where(and(eq(files.ownerId, ownerId), gt(files.createdAt, since)));
  return row ?? { files: 0, bytes: 0, firstAt: null };
}

/** Until the transaction ends, nobody else sends files as this person: the limit counts one after the other. */
export async function lockFilesOf(tx: Db, ownerId: string): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`files:${ownerId}`}, 0))`);
}
