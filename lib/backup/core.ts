import { z } from 'zod';

/**
 * A backup is one file of text, compressed with zstd: a line that says what it is; then, table by table, a line that
 * names it, its rows as PostgreSQL copies them and a line `\.`; at the end a line that counts and seals it all.
 */
export const backupFormat = 'deep-learning-course backup';

/** Rises when a file can no longer be read by older code. */
export const formatVersion = 1;

export const headerSchema = z.object({
  format: z.literal(backupFormat),
  version: z.number().int().positive(),
  createdAt: z.iso.datetime(),
  /** The migrations that its tables have had, in order. */
  migrations: z.array(z.object({ hash: z.string(), createdAt: z.number() })),
  /** Whose it is, for the person who looks at it. Null where the database held no course yet. */
  course: z.object({ title: z.string(), demo: z.boolean() }).nullable(),
});
export type Header = z.infer<typeof headerSchema>;

export const sectionSchema = z.object({ table: z.string().min(1), columns: z.array(z.string().min(1)).min(1) });
export type Section = z.infer<typeof sectionSchema>;

export const trailerSchema = z.object({
  /** Rows of each table. */
  rows: z.record(z.string(), z.number().int().nonnegative()),
  /** Over every byte before this line, uncompressed. */
  sha256: z.string().length(64),
});
export type Trailer = z.infer<typeof trailerSchema>;

/** Ends the rows of a table. No row looks like it: a backslash in a value is written twice. */
export const endOfRows = '\\.\n';

export const newline = 10;

/** How many rows these bytes hold. A row is a line: a line break in a value is written as a backslash and an n. */
export function countLines(bytes: Uint8Array): number {
  let count = 0;
  for (let at = bytes.indexOf(newline); at >= 0; at = bytes.indexOf(newline, at + 1)) count++;
  return count;
}

/** Why a backup was made by itself. */
export const backupKinds = ['nightly', 'before-migration', 'before-init', 'before-restore', 'before-reset'] as const;
export type BackupKind = (typeof backupKinds)[number];

/** Of each kind, so many are kept. */
export const keptBackups = 14;

/** `nightly-2026-11-25T02-30-00Z.zst`: names of one kind sort by age. */
export function backupName(kind: BackupKind, at: Date): string {
  return `${kind}-${at.toISOString().slice(0, 19).replaceAll(':', '-')}Z.zst`;
}

const nameShape = /^([a-z-]+)-\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ\.zst$/;

/** Which of these files to let go after a new one of `kind` was made: the oldest of its kind, beyond those kept. */
export function backupsToForget(names: readonly string[], kind: BackupKind, keep = keptBackups): string[] {
  const same = names.filter((name) => nameShape.exec(name)?.[1] === kind).toSorted();
  return same.slice(0, Math.max(0, same.length - keep));
}

/** When nobody works, as a rule: after the last night owl, before the first early bird, and where clocks do not jump. */
const quietTime = '03:30';

/** The last quiet time that has come, in the course's zone. */
export function lastQuietTime(now: Date, timeZone: string): Date {
  const here = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(timeZone);
  const today = here.toPlainDate().toZonedDateTime({ timeZone, plainTime: quietTime });
  const last = Temporal.ZonedDateTime.compare(today, here) <= 0 ? today : yesterday(today);
  return new Date(last.epochMilliseconds);
}

/** By the calendar, not by 24 hours: the clock may have been changed in between. */
function yesterday(day: Temporal.ZonedDateTime): Temporal.ZonedDateTime {
  const plainTime = quietTime;
  return day.toPlainDate().subtract({ days: 1 }).toZonedDateTime({ timeZone: day.timeZoneId, plainTime });
}

/** How nightly backups went, as the audit log tells it. */
export type BackupHistory = {
  courseSince: Date;
  /** The newest that succeeded. */
  done: { at: Date; file: string; host: string; bytes: number } | null;
  /** The newest that failed. */
  failed: { at: Date; host: string; reason: string } | null;
};

const hourMs = 3600_000;

/** After a failure the next try is not at once: what was wrong (a full disk, say) will mostly still be. */
const pauseAfterFailureMs = hourMs;

/**
 * Whether a nightly backup is to be made now: the quiet time has passed since the last one, even while nobody was
 * running to make it. A course that began after the quiet time waits for the next.
 */
export function isBackupDue({ courseSince, done, failed }: BackupHistory, now: Date, timeZone: string): boolean {
  if (failed && now.getTime() - failed.at.getTime() < pauseAfterFailureMs) return false;
  return (done?.at ?? courseSince) < lastQuietTime(now, timeZone);
}

/** A night may be missed where the machine sleeps; two are too many. */
const oldMs = 50 * hourMs;

export type BackupState =
  | { kind: 'none_yet' }
  | { kind: 'good' | 'old'; at: Date; file: string; host: string; bytes: number }
  /** `last` is the newest that succeeded. */
  | { kind: 'failing'; at: Date; host: string; reason: string; last: Date | null };

/** What staff are told. */
export function backupStateOf({ courseSince, done, failed }: BackupHistory, now: Date): BackupState {
  if (failed && (!done || done.at < failed.at)) return { kind: 'failing', ...failed, last: done?.at ?? null };
  if (done) return { kind: now.getTime() - done.at.getTime() > oldMs ? 'old' : 'good', ...done };
  if (now.getTime() - courseSince.getTime() <= oldMs) return { kind: 'none_yet' };
  return { kind: 'failing', at: now, host: '', reason: 'No host was running at night.', last: null };
}
