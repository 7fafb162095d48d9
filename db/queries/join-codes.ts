import { and, desc, eq, gt, isNull } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import { users } from '#db/schema/auth.ts';
import { joinCodes, sections } from '#db/schema/roster.ts';

export type JoinCodeRow = Awaited<ReturnType<typeof listJoinCodeRows>>[number];

/** Newest first. */
export async function listJoinCodeRows(db: Db) {
  return db
    .select({
      code: joinCodes.code,
      section: sections.name,
      createdAt: joinCodes.createdAt,
      createdBy: users.name,
      expiresAt: joinCodes.expiresAt,
      revokedAt: joinCodes.revokedAt,
    })
    .from(joinCodes)
    .innerJoin(users, eq(users.id, joinCodes.createdBy))
    .leftJoin(sections, eq(sections.id, joinCodes.sectionId))
    .orderBy(desc(joinCodes.createdAt))
    .limit(50);
}

export async function insertJoinCode(tx: Db, row: typeof joinCodes.$inferInsert): Promise<void> {
  await tx.insert(joinCodes).values(row);
}

const works = (code: string, now: Date) =>
  and(eq(joinCodes.code, code), isNull(joinCodes.revokedAt), gt(joinCodes.expiresAt, now));

/** The code while it works, locked against being revoked in between. */
export async function findOpenJoinCode(tx: Db, code: string, now: Date): Promise<{ sectionId: string | null } | null> {
  const [row] = await tx
    .select({ sectionId: joinCodes.sectionId })
    .from(joinCodes)
    .where(works(code, now))
    .for('share');
  return row ?? null;
}

/** False where the code does not work any more, or never did. */
export async function revokeJoinCodeRow(tx: Db, code: string, now: Date): Promise<boolean> {
  const rows = await tx
    .update(joinCodes)
    .set({ revokedAt: now })
    .where(works(code, now))
    .returning({ code: joinCodes.code });
  return rows.length === 1;
}
