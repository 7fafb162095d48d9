import { and, desc, eq, ne, notLike, sql } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import { users } from '#db/schema/auth.ts';
import { auditLog, course, visits } from '#db/schema/course.ts';
import { gradingRuns, submissions } from '#db/schema/grading.ts';
import type { WaitingTexts, WaitingWork } from '#lib/course/core.ts';
import { wellFormed } from '#lib/text/core.ts';
import { counts } from './grading.ts';

export type CourseRow = typeof course.$inferSelect;

export async function findCourseRow(db: Db): Promise<CourseRow | null> {
  const [row] = await db.select().from(course);
  return row ?? null;
}

export async function insertAuditRow(tx: Db, row: typeof auditLog.$inferInsert): Promise<void> {
  await insertAuditRows(tx, [row]);
}

export async function insertAuditRows(tx: Db, rows: (typeof auditLog.$inferInsert)[]): Promise<void> {
  const kept = rows.map((row) => ({ ...row, before: wellFormed(row.before), after: wellFormed(row.after) }));
  if (kept.length > 0) await tx.insert(auditLog).values(kept);
}

/** One row a person and place: a later visit replaces the earlier. */
export async function upsertVisit(db: Db, visit: { userId: string; place: string; at: Date }): Promise<void> {
  await db
    .insert(visits)
    .values(visit)
    .onConflictDoUpdate({ target: [visits.userId, visits.place], set: { at: visit.at } });
}

export async function findVisit(db: Db, userId: string, place: string): Promise<Date | null> {
  const [row] = await db
    .select({ at: visits.at })
    .from(visits)
    .where(and(eq(visits.userId, userId), eq(visits.place, place)));
  return row?.at ?? null;
}

/** The newest visited places, leaving out the home page. */
export async function listVisits(db: Db, userId: string, limit: number): Promise<{ place: string; at: Date }[]> {
  return db
    .select({ place: visits.place, at: visits.at })
    .from(visits)
    .where(and(eq(visits.userId, userId), ne(visits.place, 'home'), notLike(visits.place, 'home:%')))
    .orderBy(desc(visits.at), sql`${visits.place}`)
    .limit(limit);
}

export async function countWaitingWork(db: Db, since: Date): Promise<WaitingWork> {
  const [row] = await db.execute<WaitingWork>(sql`
    select
      (select count(*)::int from ${users} where ${users.role} = 'student' and ${users.deactivatedAt} is null) as students,
      count(*) filter (where s.created_at > ${since.toISOString()}::timestamptz)::int as recent,
      count(*) filter (where r.outcome is null)::int as waiting,
      count(*) filter (where r.outcome = 'infra_error')::int as failed,
      count(*) filter (where exists (
        select from ${gradingRuns} v where v.submission_id = s.id and v.kind = 'verify' and v.staff_note is not null
      ))::int as disagreeing
    from ${submissions} s
    -- A result, where there is one; else how the newest run ended.
    left join lateral (
      select g.outcome from ${gradingRuns} g
      where g.submission_id = s.id and g.kind = 'grade' and ${counts('g')}
      order by (g.outcome is not null and g.outcome <> 'infra_error') desc, g.started_at desc
      limit 1
    ) r on true
  `);
  return row ?? { students: 0, recent: 0, waiting: 0, failed: 0, disagreeing: 0 };
}

/** For each written item with texts whose newest version nobody has reviewed: how many, and since when. One query. */
export async function listWaitingTexts(db: Db): Promise<WaitingTexts[]> {
  const rows = await db.execute<Omit<WaitingTexts, 'oldestAt'> & { oldestAt: string }>(sql`
    select i.slug, i.kind, i.title, count(*)::int as waiting, min(v.submitted_at) as "oldestAt"
    from writings w
    join items i on i.slug = w.slug
    join lateral (
      select id, submitted_at from writing_versions where writing_id = w.id order by number desc limit 1
    ) v on true
    where not exists (select from reviews r where r.version_id = v.id)
    group by i.slug order by min(v.submitted_at)`);
  return rows.map((row) => ({ ...row, oldestAt: new Date(row.oldestAt) }));
}
