import { desc, eq, sql } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import { auditLog, course, visits } from '#db/schema/course.ts';
import { wellFormed } from '#lib/text/core.ts';

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

/** The places a person visited last, newest first. */
export async function listVisits(db: Db, userId: string, limit: number): Promise<{ place: string; at: Date }[]> {
  return db
    .select({ place: visits.place, at: visits.at })
    .from(visits)
    .where(eq(visits.userId, userId))
    .orderBy(desc(visits.at), sql`${visits.place}`)
    .limit(limit);
}

/** For each written item with texts whose newest version nobody has reviewed: how many, and since when. One query. */
export async function listWaitingTexts(db: Db) {
  type Row = { slug: string; kind: 'proposal' | 'written'; title: string; count: number; oldestAt: string };
  const rows = await db.execute<Row>(sql`
    select i.slug, i.kind, i.title, count(*)::int as count, min(v.submitted_at) as "oldestAt"
    from writings w
    join items i on i.slug = w.slug
    join lateral (
      select id, submitted_at from writing_versions where writing_id = w.id order by number desc limit 1
    ) v on true
    where not exists (select from reviews r where r.version_id = v.id)
    group by i.slug order by min(v.submitted_at)`);
  return rows.map((row) => ({ ...row, oldestAt: new Date(row.oldestAt) }));
}
