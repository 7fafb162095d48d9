import { and, eq, isNull, lt, ne, sql } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import { users } from '#db/schema/auth.ts';
import { threadReads, threads } from '#db/schema/discussion.ts';
import { notices } from '#db/schema/notices.ts';
import { seedCalendar } from './calendar.ts';
import { clockOf } from './clock.ts';
import { seedDiscussion } from './discussion.ts';
import { createDemoItems } from './items.ts';
import { createPeople, findPeople } from './people.ts';
import { slug as programmed, seedSubmissions } from './submissions.ts';
import { seedWriting } from './writing.ts';

/** Makes a new demo course one that has met for two weeks: people, items, calendar, what they wrote and said. */
export async function fillDemo(tx: Db, timeZone: string, now: Date): Promise<void> {
  const at = clockOf(timeZone, now);
  const speak = await createPeople(tx, at(-11, '09:00'));
  await createDemoItems(speak, at);
  await seedCalendar(tx, now);
  await seedWriting({ tx, speak, at });
  await seedDiscussion(speak, now);
  await settle(tx, now);
}

/** What the class handed in for an assignment that has just been published. */
export async function handInDemo(tx: Db, slug: string, now: Date): Promise<void> {
  if (slug !== programmed) return;
  await seedSubmissions(tx, await findPeople(tx), now);
  await settle(tx, now);
}

const hourMs = 3_600_000;

/** Nobody gets mail for what was made up, and staff have read what is older than a day. */
async function settle(tx: Db, now: Date): Promise<void> {
  const ago = (hours: number) => new Date(now.getTime() - hours * hourMs);
  await tx
    .update(notices)
    .set({ mailDueAt: null })
    .where(lt(notices.at, ago(1)));
  const staff = await tx.select({ id: users.id }).from(users).where(ne(users.role, 'student'));
  for (const { id } of staff) await readUntil(tx, id, ago(24));
}

async function readUntil(tx: Db, userId: string, readAt: Date): Promise<void> {
  const unread = and(eq(notices.userId, userId), lt(notices.at, readAt), isNull(notices.readAt));
  await tx.update(notices).set({ readAt }).where(unread);
  const before = await tx.select({ threadId: threads.id }).from(threads).where(lt(threads.createdAt, readAt));
  await tx
    .insert(threadReads)
    .values(before.map(({ threadId }) => ({ userId, threadId, readAt })))
    .onConflictDoUpdate({
      target: [threadReads.userId, threadReads.threadId],
      set: { readAt: sql`greatest(${threadReads.readAt}, excluded.read_at)` },
    });
}
