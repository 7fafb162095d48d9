import { and, asc, eq, inArray, isNull, notInArray, sql } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import { users } from '#db/schema/auth.ts';
import { calendarFeeds, classSessions, readings, sessionLinks } from '#db/schema/calendar.ts';
import { auditLog, course } from '#db/schema/course.ts';
import type { Reading, Session, SessionLink } from '#lib/calendar/core/entries.ts';

export type SessionRow = typeof classSessions.$inferSelect;

/** Every session by its beginning, with links, and every reading. Three queries, however many there are. */
export async function listSessionsWithParts(db: Db): Promise<{ sessions: Session[]; readings: Reading[] }> {
  const [rows, links, texts] = await Promise.all([
    db.select().from(classSessions).orderBy(asc(classSessions.startsAt), asc(classSessions.id)),
    db.select().from(sessionLinks).orderBy(asc(sessionLinks.sessionId), asc(sessionLinks.position)),
    db.select().from(readings).orderBy(asc(readings.position), asc(readings.title)),
  ]);
  const linksOf = Map.groupBy(links, (link) => link.sessionId);
  const readingsOf = Map.groupBy(texts, (text) => text.sessionId);
  const sessions = rows.map((row) => ({
    ...row,
    links: (linksOf.get(row.id) ?? []).map(({ id, label, url }): SessionLink => ({ id, label, url })),
    readings: (readingsOf.get(row.id) ?? []).map(readingOf),
  }));
  return { sessions, readings: texts.map(readingOf) };
}

const readingOf = ({ position: _, ...reading }: typeof readings.$inferSelect): Reading => reading;

/** Topics of the sessions that are held, each once, in the order of the term. */
export async function listSessionTopics(db: Db): Promise<string[]> {
  const rows = await db
    .select({ topic: classSessions.topic })
    .from(classSessions)
    .where(isNull(classSessions.cancelledAt))
    .groupBy(classSessions.topic)
    .orderBy(asc(sql`min(${classSessions.startsAt})`), asc(classSessions.topic));
  return rows.map(({ topic }) => topic);
}

/** The session's row, held until the transaction ends. */
export async function lockSession(tx: Db, id: string): Promise<SessionRow | null> {
  const [row] = await tx.select().from(classSessions).where(eq(classSessions.id, id)).for('update');
  return row ?? null;
}

export async function insertSessions(tx: Db, rows: (typeof classSessions.$inferInsert)[]): Promise<string[]> {
  const inserted = await tx.insert(classSessions).values(rows).returning({ id: classSessions.id });
  return inserted.map(({ id }) => id);
}

/** Every change raises the revision. */
export async function updateSession(
  tx: Db,
  id: string,
  change: Partial<Pick<SessionRow, 'topic' | 'place' | 'notes' | 'startsAt' | 'endsAt' | 'cancelledAt'>>,
): Promise<void> {
  const revision = sql`${classSessions.revision} + 1`;
  await tx
    .update(classSessions)
    .set({ ...change, revision })
    .where(eq(classSessions.id, id));
}

export async function replaceLinks(tx: Db, sessionId: string, links: { label: string; url: string }[]): Promise<void> {
  await tx.delete(sessionLinks).where(eq(sessionLinks.sessionId, sessionId));
  if (links.length > 0) {
    await tx.insert(sessionLinks).values(links.map((link, position) => ({ ...link, sessionId, position })));
  }
}

/**
 * Makes these the readings of a session. Those that were there keep their ids: discussions are about them. An id of
 * another session's reading is left alone.
 * @returns ids of those that are gone
 */
export async function replaceReadings(
  tx: Db,
  sessionId: string,
  given: Omit<Reading, 'sessionId'>[],
): Promise<string[]> {
  const isOther =
    given.length > 0
      ? notInArray(
          readings.id,
          given.map(({ id }) => id),
        )
      : undefined;
  const gone = await tx
    .delete(readings)
    .where(and(eq(readings.sessionId, sessionId), isOther))
    .returning({ id: readings.id });
  if (given.length > 0) {
    await tx
      .insert(readings)
      .values(given.map((reading, position) => ({ ...reading, sessionId, position })))
      .onConflictDoUpdate({
        target: readings.id,
        set: {
          title: sql`excluded.title`,
          authors: sql`excluded.authors`,
          source: sql`excluded.source`,
          url: sql`excluded.url`,
          slug: sql`excluded.slug`,
          position: sql`excluded.position`,
        },
        setWhere: eq(readings.sessionId, sessionId),
      });
  }
  return gone.map(({ id }) => id);
}

/** Of these sessions those that nobody has changed since they were added, held until the transaction ends. */
export async function lockUntouched(tx: Db, ids: string[]): Promise<string[]> {
  const untouched = and(inArray(classSessions.id, ids), eq(classSessions.revision, 0));
  const rows = await tx.select({ id: classSessions.id }).from(classSessions).where(untouched).for('update');
  return rows.map(({ id }) => id);
}

/** Deletes sessions with what hangs on them. @returns the rows that were there */
export async function deleteSessions(tx: Db, ids: string[]): Promise<SessionRow[]> {
  await tx.delete(sessionLinks).where(inArray(sessionLinks.sessionId, ids));
  await tx.delete(readings).where(inArray(readings.sessionId, ids));
  return tx.delete(classSessions).where(inArray(classSessions.id, ids)).returning();
}

export async function countSessions(tx: Db): Promise<number> {
  return tx.$count(classSessions);
}

/** The course's row, held until the transaction ends. */
export async function lockCourse(tx: Db) {
  const [row] = await tx.select().from(course).for('no key update');
  return row ?? null;
}

export async function updateTerm(tx: Db, term: { termStart: Date; termEnd: Date; timeZone: string }): Promise<void> {
  await tx.update(course).set(term);
}

export async function insertFeed(tx: Db, row: typeof calendarFeeds.$inferInsert): Promise<void> {
  await tx.insert(calendarFeeds).values(row);
}

/** @returns how many addresses died */
export async function revokeFeeds(tx: Db, userId: string, at: Date): Promise<number> {
  const rows = await tx
    .update(calendarFeeds)
    .set({ revokedAt: at })
    .where(and(eq(calendarFeeds.userId, userId), isNull(calendarFeeds.revokedAt)))
    .returning({ createdAt: calendarFeeds.createdAt });
  return rows.length;
}

/** When the address that works was made; null where there is none. */
export async function findFeed(db: Db, userId: string): Promise<Date | null> {
  const [row] = await db
    .select({ createdAt: calendarFeeds.createdAt })
    .from(calendarFeeds)
    .where(and(eq(calendarFeeds.userId, userId), isNull(calendarFeeds.revokedAt)));
  return row?.createdAt ?? null;
}

/** Whose calendar an address is: of an active person, and not revoked. */
export async function findFeedOwner(db: Db, tokenHash: string) {
  const [row] = await db
    .select({ id: users.id, email: users.email, name: users.name, role: users.role })
    .from(calendarFeeds)
    .innerJoin(users, eq(users.id, calendarFeeds.userId))
    .where(and(eq(calendarFeeds.tokenHash, tokenHash), isNull(calendarFeeds.revokedAt), isNull(users.deactivatedAt)));
  return row ?? null;
}

export type Change = { subject: string; count: number; lastAt: Date };

/**
 * How often each of these subjects was changed and when last, as the audit log has it. A calendar program takes an event
 * anew when the number has risen.
 */
export async function listChanges(db: Db, subjects: string[]): Promise<Change[]> {
  if (subjects.length === 0) return [];
  return db
    .select({
      subject: auditLog.subject,
      count: sql<number>`count(*)::int`,
      lastAt: sql`max(${auditLog.at})`.mapWith(auditLog.at),
    })
    .from(auditLog)
    .where(inArray(auditLog.subject, subjects))
    .groupBy(auditLog.subject);
}
