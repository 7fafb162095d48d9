import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { connect, type Db, sql } from '#db/client.ts';
import { fillDemo, handInDemo } from '#db/demo/demo.ts';
import { findCourseRow } from '#db/queries/course.ts';
import { course } from '#db/schema/course.ts';
import { deployment } from '#db/schema/hidden.ts';
import { items } from '#db/schema/items.ts';
import { anyManifestSchema } from '#lib/assignments/core/manifest.ts';
import type { Check, Publishing, Refusal } from '#lib/assignments/gate.ts';
import { projectRoot } from '#lib/env.ts';

/** Where the assignment folders lie. */
export const folderOfAll = path.join(projectRoot, 'assignments');

const seedLock = 7_113_002;

export type SeedOptions = {
  /** What a new database becomes; one that holds a course stays what it is. */
  demo: boolean;
  timeZone: string | undefined;
  termStart: string | undefined;
  now: Date;
};

/**
 * Fills a new database: the course row, the deployment's secret and, in a demo, its people; then publishes every
 * assignment folder that the database does not know yet; in a demo, those that changed too. A start does not wait for
 * checks: a folder without a fresh record of one is left out.
 * @param ownerUrl published data goes to the hidden schema, which only the owner may write
 * @returns whether it is a demo, and the folders that were left out and why
 */
export async function seed(ownerUrl: string, options: SeedOptions): Promise<{ demo: boolean; refused: Refusal[] }> {
  const owner = connect(ownerUrl, { max: 1, name: 'course seed' });
  try {
    // Held by the one connection until it ends: of two hosts that start at once, the second finds everything done.
    await owner.db.execute(sql`select pg_advisory_lock(${seedLock})`);
    if (!(await findCourseRow(owner.db))) await owner.db.transaction((tx) => createCourse(tx, options));
    const demo = (await findCourseRow(owner.db))?.demo ?? options.demo;
    const known = new Set((await owner.db.select({ slug: items.slug }).from(items)).map((row) => row.slug));
    const refused: Refusal[] = [];
    for (const slug of await listFolders()) {
      // In a real course, what changes under students is decided by staff: `course datasets build`.
      if (!demo && known.has(slug)) continue;
      const publishing = await publishFolder(owner.db, slug, options.now);
      if ('refused' in publishing) refused.push(publishing.refused);
      else if (demo && !known.has(slug)) await owner.db.transaction((tx) => handInDemo(tx, slug, options.now));
    }
    const { indexCourse } = await import('#lib/search/course.ts');
    await indexCourse(owner.db);
    return { demo, refused };
  } finally {
    await owner.close();
  }
}

/** Slugs of the assignment folders, in order. */
export async function listFolders(): Promise<string[]> {
  const names = await readdir(folderOfAll).catch(() => []);
  return names.filter((name) => existsSync(path.join(folderOfAll, name, 'assignment.json'))).sort();
}

/**
 * Publishes one folder that passed its check as a version, drawing its hidden splits from the deployment's secret.
 * @param check makes the check where there is no fresh record of one
 */
export async function publishFolder(ownerDb: Db, slug: string, now: Date, check?: Check): Promise<Publishing> {
  const row = await findCourseRow(ownerDb);
  const [secret] = await ownerDb.select().from(deployment);
  if (!row || !secret) throw new Error('There is no course yet.');
  const { termStart, timeZone } = row;
  // Only here: a start that publishes nothing need not load what builds data.
  const { publishChecked } = await import('#lib/assignments/gate.ts');
  const options = { seed: secret.seed, termStart, timeZone, now };
  return publishChecked(ownerDb, path.join(folderOfAll, slug), options, check);
}

async function createCourse(tx: Db, options: SeedOptions): Promise<void> {
  const timeZone = options.timeZone ?? Temporal.Now.timeZoneId();
  const firstDay = options.termStart
    ? Temporal.PlainDate.from(options.termStart)
    : await firstDayByDueDates(timeZone, options.now);
  await insertCourse(tx, {
    title: 'Deep Learning',
    timeZone,
    termStart: new Date(firstDay.toZonedDateTime(timeZone).epochMilliseconds),
    demo: options.demo,
    createdAt: options.now,
  });
  if (options.demo) await fillDemo(tx, timeZone, options.now);
}

/** The course row, and a new secret from which its hidden data is drawn. */
export async function insertCourse(tx: Db, row: typeof course.$inferInsert & { createdAt: Date }): Promise<void> {
  await tx.insert(course).values(row);
  await tx.insert(deployment).values({ seed: randomBytes(32).toString('hex'), createdAt: row.createdAt });
}

/** The term began so long ago that the middle one of all due dates is a few days ahead. */
async function firstDayByDueDates(timeZone: string, now: Date): Promise<Temporal.PlainDate> {
  const days = (await Promise.all((await listFolders()).map(dueDay))).sort((a, b) => a - b);
  const middle = days[Math.floor(days.length / 2)] ?? 0;
  const today = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(timeZone).toPlainDate();
  return today.subtract({ days: middle - 4 });
}

async function dueDay(slug: string): Promise<number> {
  const text = await readFile(path.join(folderOfAll, slug, 'assignment.json'), 'utf8');
  return anyManifestSchema.parse(JSON.parse(text)).dates.due.day;
}
