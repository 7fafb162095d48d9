import { and, desc, eq, ne, notLike, sql } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import { auditLog, course, visits } from '#db/schema/course.ts';

export type CourseRow = typeof course.$inferSelect;

export async function findCourseRow(db: Db): Promise<CourseRow | null> {
  const [row] = await db.select().from(course);
  return row ?? null;
}

export async function insertAuditRow(tx: Db, row: typeof auditLog.$inferInsert): Promise<void> {
  await tx.insert(auditLog).values(row);
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
