import { and, desc, eq, sql } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import { auditLog } from '#db/schema/course.ts';
import type { BackupHistory } from '#lib/backup/core.ts';
import { findCourseRow, insertAuditRow } from './course.ts';

/** The audit log remembers how nightly backups went: every host reads and writes it, and so does the staff page. */
const subject = 'backup:nightly';

type Done = NonNullable<BackupHistory['done']>;
type Failed = NonNullable<BackupHistory['failed']>;

export async function insertBackupDone(db: Db, { at, ...after }: Done): Promise<void> {
  await insertAuditRow(db, { at, verb: 'backup.done', subject, after });
}

export async function insertBackupFailed(db: Db, { at, ...after }: Failed): Promise<void> {
  await insertAuditRow(db, { at, verb: 'backup.failed', subject, after });
}

/** Null where there is no course. */
export async function findBackupHistory(db: Db): Promise<(BackupHistory & { timeZone: string }) | null> {
  const course = await findCourseRow(db);
  if (!course) return null;
  const done = await findNewest<Omit<Done, 'at'>>(db, 'backup.done');
  const failed = await findNewest<Omit<Failed, 'at'>>(db, 'backup.failed');
  return { courseSince: course.createdAt, timeZone: course.timeZone, done, failed };
}

async function findNewest<T extends object>(db: Db, verb: string): Promise<(T & { at: Date }) | null> {
  const [row] = await db
    .select({ at: auditLog.at, after: auditLog.after })
    .from(auditLog)
    .where(and(eq(auditLog.subject, subject), eq(auditLog.verb, verb)))
    .orderBy(desc(auditLog.at))
    .limit(1);
  return row ? { ...(row.after as T), at: row.at } : null; // written above, and the log is never changed
}

const backupLock = 7_113_003;

/** Held until the session ends. @returns whether nobody else had it */
export async function tryBackupLock(db: Db): Promise<boolean> {
  const [row] = await db.execute<{ got: boolean }>(sql`select pg_try_advisory_lock(${backupLock}) as got`);
  return row?.got === true;
}
