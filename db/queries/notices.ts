import { and, count, desc, eq, isNotNull, isNull, lt, ne, sql } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import { users } from '#db/schema/auth.ts';
import { events, noticeSettings, notices } from '#db/schema/notices.ts';
import { gatherMs, mostUnread, type NoticeKind, type NoticeState } from '#lib/notices/core.ts';

/** Longest list that the channel's 8000 bytes carry with ease. */
const mostNamedReaders = 150;

type NewEvent = typeof events.$inferInsert;

/**
 * Writes an event with a notice for each reader, and tells whoever listens, once the transaction commits. It is mailed to
 * those who have not switched its kind off.
 */
export async function insertEvent(tx: Db, event: NewEvent, readers: string[]): Promise<void> {
  const id = await insertEventRow(tx, event);
  const due = new Date(event.at.getTime() + gatherMs).toISOString();
  await tx.execute(sql`
    insert into ${notices} (user_id, event_id, at, mail_due_at)
    select r.id::uuid, ${id}::uuid, ${event.at.toISOString()}::timestamptz,
      case when coalesce(s.mail, true) then ${due}::timestamptz end
    from jsonb_array_elements_text(${JSON.stringify(readers)}::jsonb) as r(id)
    left join ${noticeSettings} s on s.user_id = r.id::uuid and s.kind = ${event.kind}`);
  await tellReaders(tx, readers);
}

/** Queues a mail and nothing else: it counts as read from the start. */
export async function insertMailOnly(tx: Db, event: NewEvent, userIds: string[]): Promise<void> {
  const eventId = await insertEventRow(tx, event);
  const { at } = event;
  await tx.insert(notices).values(userIds.map((userId) => ({ userId, eventId, at, readAt: at, mailDueAt: at })));
}

async function insertEventRow(tx: Db, event: NewEvent): Promise<string> {
  const [row] = await tx.insert(events).values(event).returning({ id: events.id });
  if (!row) throw new Error('The event was not inserted.');
  return row.id;
}

/** Wakes the open pages of these people; where they are too many to name, of all. */
async function tellReaders(tx: Db, readers: string[]): Promise<void> {
  const payload = readers.length <= mostNamedReaders ? { readers } : {};
  await tx.execute(sql`select pg_notify('notice', ${JSON.stringify(payload)})`);
}

const mine = (userId: string) => and(eq(notices.userId, userId), isNull(notices.readAt));

/** At most `mostUnread`: more is not counted. */
export async function countUnread(db: Db, userId: string): Promise<number> {
  const some = db.select({ id: notices.eventId }).from(notices).where(mine(userId)).limit(mostUnread).as('some');
  const [row] = await db.select({ unread: count() }).from(some);
  return row?.unread ?? 0;
}

/** What an open page asks again and again, in one query. `version` is null where the person has no access any more. */
export async function readNoticeState(db: Db, userId: string): Promise<NoticeState & { version: number | null }> {
  const [row] = await db.execute<{ version: number; unread: number; newest: NoticeState['newest'] }>(sql`
    select u.session_version as version,
      (select count(*)::int from (
        select from ${notices} n where n.user_id = u.id and n.read_at is null limit ${mostUnread}
      ) first_ones) as unread,
      (select json_build_object('id', e.id, 'title', e.title, 'href', e.href)
        from ${notices} n join ${events} e on e.id = n.event_id
        where n.user_id = u.id and n.read_at is null order by n.at desc limit 1) as newest
    from ${users} u where u.id = ${userId} and u.deactivated_at is null`);
  return row ?? { version: null, unread: 0, newest: null };
}

export type NoticeRow = Awaited<ReturnType<typeof listNoticeRows>>[number];

/** Newest first. @param before only those that happened earlier */
export async function listNoticeRows(
  db: Db,
  userId: string,
  { read, before, limit }: { read: boolean; before?: Date | undefined; limit: number },
) {
  return db
    .select({ id: events.id, kind: events.kind, title: events.title, at: notices.at, readAt: notices.readAt })
    .from(notices)
    .innerJoin(events, eq(events.id, notices.eventId))
    .where(
      and(
        eq(notices.userId, userId),
        read ? isNotNull(notices.readAt) : isNull(notices.readAt),
        ne(events.kind, 'account'),
        before && lt(notices.at, before),
      ),
    )
    .orderBy(desc(notices.at))
    .limit(limit);
}

/** A person's newest notices, read or not. */
export async function listNewestNotices(db: Db, userId: string, limit: number) {
  return db
    .select({ id: events.id, kind: events.kind, title: events.title, at: notices.at, readAt: notices.readAt })
    .from(notices)
    .innerJoin(events, eq(events.id, notices.eventId))
    .where(and(eq(notices.userId, userId), ne(events.kind, 'account')))
    .orderBy(desc(notices.at))
    .limit(limit);
}

/** Where a person's notice leads; null where they have no such notice. */
export async function findNoticeHref(db: Db, userId: string, eventId: string): Promise<string | null> {
  const [row] = await db
    .select({ href: events.href })
    .from(notices)
    .innerJoin(events, eq(events.id, notices.eventId))
    .where(and(eq(notices.userId, userId), eq(notices.eventId, eventId)));
  return row?.href ?? null;
}

export type WhichNotices = { eventId: string } | { until: Date } | { path: string };

/** Marks a person's notices read: one, all up to an instant, or all that lead to an address. Tells their open pages. */
export async function markNoticesRead(tx: Db, userId: string, which: WhichNotices, now: Date): Promise<number> {
  const rows = await tx
    .update(notices)
    .set({ readAt: now })
    .where(and(mine(userId), selected(which)))
    .returning({ id: notices.eventId });
  if (rows.length > 0) await tellReaders(tx, [userId]);
  return rows.length;
}

function selected(which: WhichNotices) {
  if ('eventId' in which) return eq(notices.eventId, which.eventId);
  if ('until' in which) return sql`${notices.at} <= ${which.until.toISOString()}::timestamptz`;
  return sql`exists (
    select from ${events} where ${events.id} = ${notices.eventId} and split_part(${events.href}, '#', 1) = ${which.path}
  )`;
}

/** Kinds that a person switched off, or on again. */
export async function listNoticeSettings(db: Db, userId: string): Promise<{ kind: NoticeKind; mail: boolean }[]> {
  return db
    .select({ kind: noticeSettings.kind, mail: noticeSettings.mail })
    .from(noticeSettings)
    .where(eq(noticeSettings.userId, userId));
}

export async function writeNoticeSettings(
  tx: Db,
  userId: string,
  settings: { kind: NoticeKind; mail: boolean }[],
): Promise<void> {
  await tx
    .insert(noticeSettings)
    .values(settings.map((setting) => ({ userId, ...setting })))
    .onConflictDoUpdate({
      target: [noticeSettings.userId, noticeSettings.kind],
      set: { mail: sql`excluded.mail` },
    });
}
