import { and, asc, desc, eq, gte, ilike, inArray, lt, or, sql } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import { users } from '#db/schema/auth.ts';
import { auditLog } from '#db/schema/course.ts';

export type AuditFilter = {
  /** Who did it, or to whom it was done; none of them where the list is empty. */
  people?: string[] | undefined;
  verb?: string | undefined;
  subject?: string | undefined;
  from?: Date | undefined;
  /** First instant after the time looked at. */
  until?: Date | undefined;
  /** The last row of the page before. */
  after?: { at: string; id: string } | undefined;
};

export type AuditRow = Awaited<ReturnType<typeof listAuditRows>>[number];

/** Newest first. `cursor` is the instant to the microsecond: rows of one transaction share their millisecond. */
export async function listAuditRows(db: Db, filter: AuditFilter, limit: number) {
  const { people, verb, subject, from, until, after } = filter;
  const where = and(
    people && or(inArray(auditLog.actorId, people), inArray(auditLog.subject, people)),
    verb ? eq(auditLog.verb, verb) : undefined,
    subject ? eq(auditLog.subject, subject) : undefined,
    from && gte(auditLog.at, from),
    until && lt(auditLog.at, until),
    after && sql`(${auditLog.at}, ${auditLog.id}) < (${after.at}::timestamptz, ${after.id}::uuid)`,
  );
  return db
    .select({
      id: auditLog.id,
      at: auditLog.at,
      cursor: sql<string>`to_char(${auditLog.at} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`,
      actor: users.name,
      actorId: auditLog.actorId,
      verb: auditLog.verb,
      subject: auditLog.subject,
      before: auditLog.before,
      after: auditLog.after,
    })
    .from(auditLog)
    .leftJoin(users, eq(users.id, auditLog.actorId))
    .where(where)
    .orderBy(desc(auditLog.at), desc(auditLog.id))
    .limit(limit);
}

/** People whose name or address holds the text, at most fifty. */
export async function findPeopleByText(db: Db, text: string): Promise<string[]> {
  const like = `%${text.replace(/[\\%_]/g, (mark) => `\\${mark}`)}%`;
  const found = await db
    .select({ id: users.id })
    .from(users)
    .where(or(ilike(users.name, like), ilike(users.email, like)))
    .orderBy(asc(users.name))
    .limit(50);
  return found.map(({ id }) => id);
}

/** Names by id; ids of other things are left out. */
export async function listNames(db: Db, ids: string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await db.select({ id: users.id, name: users.name }).from(users).where(inArray(users.id, ids));
  return new Map(rows.map(({ id, name }) => [id, name]));
}
