import { and, desc, eq, isNull, notInArray, or, sql } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import { assignmentVersions, visibleSplits } from '#db/schema/assignments.ts';
import { users } from '#db/schema/auth.ts';
import { submissions } from '#db/schema/grading.ts';
import { hiddenSplits } from '#db/schema/hidden.ts';
import { items } from '#db/schema/items.ts';
import { foundBeforeRunning } from '#lib/grading/core/notes.ts';
import { speakingRun } from './grading.ts';
import { ownExtension } from './items.ts';

/** The newest version of each assignment with its dates, this person's extension, and how many attempts of this person count. One query. */
export async function listNewestVersions(db: Db, userId: string) {
  const used = attemptsUsed(db, userId);
  const own = ownExtension(db, userId);
  return db
    .selectDistinctOn([items.slug], newestColumns(used.count, own))
    .from(items)
    .innerJoin(assignmentVersions, eq(assignmentVersions.slug, items.slug))
    .leftJoin(used, eq(used.slug, items.slug))
    .leftJoin(own, eq(own.slug, items.slug))
    .orderBy(items.slug, desc(assignmentVersions.version));
}
export type NewestVersion = Awaited<ReturnType<typeof listNewestVersions>>[number];

/** The same of one assignment, with its texts. */
export async function findNewestVersion(db: Db, userId: string, slug: string) {
  const used = attemptsUsed(db, userId);
  const own = ownExtension(db, userId);
  const [row] = await db
    .select({
      ...newestColumns(used.count, own),
      prompt: assignmentVersions.prompt,
      starter: assignmentVersions.starter,
    })
    .from(items)
    .innerJoin(assignmentVersions, eq(assignmentVersions.slug, items.slug))
    .leftJoin(used, eq(used.slug, items.slug))
    .leftJoin(own, eq(own.slug, items.slug))
    .where(eq(items.slug, slug))
    .orderBy(desc(assignmentVersions.version))
    .limit(1);
  return row ?? null;
}

const newestColumns = (count: ReturnType<typeof attemptsUsed>['count'], own: ReturnType<typeof ownExtension>) => ({
  slug: items.slug,
  opensAt: items.opensAt,
  dueAt: items.dueAt,
  closesAt: items.closesAt,
  extension: { dueAt: own.dueAt, closesAt: own.closesAt, reason: own.reason },
  versionId: assignmentVersions.id,
  version: assignmentVersions.version,
  manifest: assignmentVersions.manifest,
  attemptsUsed: sql<number>`coalesce(${count}, 0)`,
});

/**
 * Submissions by assignment that cost this person an attempt: all but those that only ever met our own failures, and
 * those whose code has not run.
 */
function attemptsUsed(db: Db, userId: string) {
  const run = speakingRun(db);
  return db
    .select({ slug: submissions.slug, count: sql<number>`count(*)::int`.as('count') })
    .from(submissions)
    .leftJoinLateral(run, sql`true`)
    .where(
      and(
        eq(submissions.userId, userId),
        sql`${run.outcome} is distinct from 'infra_error'`,
        or(isNull(run.note), notInArray(sql`${run.note} ->> 'code'`, [...foundBeforeRunning])),
      ),
    )
    .groupBy(submissions.slug)
    .as('used');
}

/** A visible split of the newest version. */
export async function findVisibleSplit(db: Db, slug: string, split: 'train' | 'validation') {
  const [row] = await db
    .select({ gzip: visibleSplits.gzip, sha256: visibleSplits.sha256, rows: visibleSplits.rows })
    .from(visibleSplits)
    .innerJoin(assignmentVersions, eq(assignmentVersions.id, visibleSplits.versionId))
    .where(and(eq(assignmentVersions.slug, slug), eq(visibleSplits.split, split)))
    .orderBy(desc(assignmentVersions.version))
    .limit(1);
  return row ?? null;
}

/** Publishing one assignment at a time: the number of a version is one more than the last. */
export async function lockPublishing(tx: Db, slug: string): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`publish:${slug}`}, 0))`);
}

export async function findLatestPublished(tx: Db, slug: string) {
  const [row] = await tx
    .select({
      id: assignmentVersions.id,
      version: assignmentVersions.version,
      contentHash: assignmentVersions.contentHash,
      manifest: assignmentVersions.manifest,
    })
    .from(assignmentVersions)
    .where(eq(assignmentVersions.slug, slug))
    .orderBy(desc(assignmentVersions.version))
    .limit(1);
  return row ?? null;
}

/** Whether a student has handed in: staff who try an assignment have no grade for it. */
export async function isHandedIn(tx: Db, slug: string): Promise<boolean> {
  const [one] = await tx
    .select({ id: submissions.id })
    .from(submissions)
    .innerJoin(users, and(eq(users.id, submissions.userId), eq(users.role, 'student')))
    .where(eq(submissions.slug, slug))
    .limit(1);
  return one !== undefined;
}

/** Keeps the dates of an assignment that is there already: staff may have moved them. */
export async function writeItem(tx: Db, row: typeof items.$inferInsert & { title: string }): Promise<void> {
  const { title } = row;
  await tx.insert(items).values(row).onConflictDoUpdate({ target: items.slug, set: { title } });
}

export async function insertVersion(tx: Db, row: typeof assignmentVersions.$inferInsert): Promise<string> {
  const [inserted] = await tx.insert(assignmentVersions).values(row).returning({ id: assignmentVersions.id });
  if (!inserted) throw new Error('The version was not inserted.');
  return inserted.id;
}

/** Only the owner's role may. */
export async function insertSplits(
  tx: Db,
  visible: (typeof visibleSplits.$inferInsert)[],
  hidden: (typeof hiddenSplits.$inferInsert)[],
): Promise<void> {
  await tx.insert(visibleSplits).values(visible);
  await tx.insert(hiddenSplits).values(hidden);
}
