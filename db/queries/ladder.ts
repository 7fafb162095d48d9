import { and, eq, sql } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import { ladder } from '#db/schema/hidden.ts';
import type { Rung } from '#lib/grading/core/ladder.ts';

/** What the Ladder remembers: under the grader's role, since the losses tell hidden labels. */

export type LadderKey = { userId: string; versionId: string };

/** Makes the results of one student wait for each other until the transaction ends, also before there is a row. */
export async function lockLadder(tx: Db, { userId, versionId }: LadderKey): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`ladder:${userId}:${versionId}`}, 0))`);
}

export async function findRung(tx: Db, { userId, versionId }: LadderKey): Promise<Rung | null> {
  const [row] = await tx
    .select({ score: ladder.score, losses: ladder.losses })
    .from(ladder)
    .where(and(eq(ladder.userId, userId), eq(ladder.versionId, versionId)));
  if (!row) return null;
  // A copy, since the driver's bytes need not begin where a float may.
  return { score: row.score, losses: new Float32Array(row.losses.slice().buffer) };
}

export async function saveRung(tx: Db, key: LadderKey & { runId: string }, { score, losses }: Rung): Promise<void> {
  const bytes = new Uint8Array(losses.buffer, losses.byteOffset, losses.byteLength);
  const row = { runId: key.runId, score, losses: bytes };
  await tx
    .insert(ladder)
    .values({ ...key, ...row })
    .onConflictDoUpdate({ target: [ladder.userId, ladder.versionId], set: row });
}
