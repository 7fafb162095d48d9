import { and, eq, inArray, sql } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import { users } from '#db/schema/auth.ts';
import { events, noticeSettings, notices } from '#db/schema/notices.ts';
import { type EventKind, retryPauses, staleMs } from '#lib/notices/core.ts';

export type MailItem = {
  eventId: string;
  kind: EventKind;
  title: string;
  href: string;
  /** Tries so far, with the one that begins now. */
  tries: number;
};

export type MailClaim = { user: { id: string; email: string; name: string }; items: MailItem[] };

/**
 * Takes what is to be mailed to one person: what is due, and what waits to be due, in the order it happened. Other hosts
 * pass over the person meanwhile. What was taken is due again after a pause: whoever took it may die. Null where nothing
 * is due to anybody who is free; a claim may be empty, then there may be more.
 */
export async function claimMail(tx: Db, now: Date): Promise<MailClaim | null> {
  const at = now.toISOString();
  const [user] = await tx.execute<{ id: string; email: string; name: string; active: boolean }>(sql`
    select u.id, u.email, u.name, u.deactivated_at is null as active
    from ${notices} n join ${users} u on u.id = n.user_id
    where n.mail_due_at <= ${at}::timestamptz and n.mailed_at is null
    order by n.mail_due_at limit 1
    for no key update of u skip locked`);
  if (!user) return null;
  await dropUnwanted(tx, user.id, user.active, now);
  const taken = await tx.execute<{ event_id: string; mail_tries: number }>(sql`
    update ${notices} set mail_tries = mail_tries + 1,
      mail_due_at = ${at}::timestamptz + (${pauses}::jsonb ->> least(mail_tries, ${retryPauses.length - 1}))::int * interval '1 ms'
    where user_id = ${user.id} and mailed_at is null and mail_due_at is not null
      and (mail_tries = 0 or mail_due_at <= ${at}::timestamptz)
    returning event_id, mail_tries`);
  const tries = new Map(taken.map((row) => [row.event_id, row.mail_tries]));
  const { id, email, name } = user;
  return { user: { id, email, name }, items: await listItems(tx, tries) };
}

const pauses = JSON.stringify(retryPauses);

/** Whoever has read it, is gone or does not want this kind gets no mail; neither does anybody of what is old. */
async function dropUnwanted(tx: Db, userId: string, active: boolean, now: Date): Promise<void> {
  const oldest = new Date(now.getTime() - staleMs).toISOString();
  await tx.execute(sql`
    update ${notices} n set mail_due_at = null
    from ${events} e left join ${noticeSettings} s on s.user_id = ${userId} and s.kind = e.kind
    where e.id = n.event_id and n.user_id = ${userId} and n.mailed_at is null and n.mail_due_at is not null
      and (not ${active} or n.at < ${oldest}::timestamptz
        or (e.kind <> 'account' and (n.read_at is not null or not coalesce(s.mail, true))))`);
}

async function listItems(tx: Db, tries: Map<string, number>): Promise<MailItem[]> {
  if (tries.size === 0) return [];
  const rows = await tx
    .select({ eventId: events.id, kind: events.kind, title: events.title, href: events.href })
    .from(events)
    .where(inArray(events.id, [...tries.keys()]))
    .orderBy(events.at);
  return rows.map((row) => ({ ...row, tries: tries.get(row.eventId) ?? 1 }));
}

const ofUser = (userId: string, eventIds: string[]) =>
  and(eq(notices.userId, userId), inArray(notices.eventId, eventIds));

export async function markMailed(db: Db, userId: string, eventIds: string[], now: Date): Promise<void> {
  await db.update(notices).set({ mailedAt: now }).where(ofUser(userId, eventIds));
}

/** They are not tried again. */
export async function giveUpMail(db: Db, userId: string, eventIds: string[]): Promise<void> {
  await db.update(notices).set({ mailDueAt: null }).where(ofUser(userId, eventIds));
}
