import { and, inArray, isNull, lt, ne } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import { users } from '#db/schema/auth.ts';
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
  await settleNotices(tx, now);
}

/** What the class handed in for an assignment that has just been published. */
export async function handInDemo(tx: Db, slug: string, now: Date): Promise<void> {
  if (slug !== programmed) return;
  await seedSubmissions(tx, await findPeople(tx), now);
  await settleNotices(tx, now);
}

const hourMs = 3_600_000;

/** Nobody gets mail for what was made up; staff have read what is older than a day. */
async function settleNotices(tx: Db, now: Date): Promise<void> {
  const before = (hours: number) => lt(notices.at, new Date(now.getTime() - hours * hourMs));
  await tx.update(notices).set({ mailDueAt: null }).where(before(1));
  const staff = tx.select({ id: users.id }).from(users).where(ne(users.role, 'student'));
  const unread = and(inArray(notices.userId, staff), before(24), isNull(notices.readAt));
  await tx.update(notices).set({ readAt: now }).where(unread);
}
