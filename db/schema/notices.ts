import { sql } from 'drizzle-orm';
import { boolean, check, index, integer, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import type { EventKind, NoticeKind } from '#lib/notices/core.ts';
import { users } from './auth.ts';
import { id, instant } from './columns.ts';

/** Something that happened and that somebody wants to know. Written in the transaction that caused it. */
export const events = pgTable(
  'events',
  {
    id: id(),
    kind: text('kind').$type<EventKind>().notNull(),
    /** One sentence, without what its readers may not know: "Your proposal was accepted". */
    title: text('title').notNull(),
    /** Within this site. */
    href: text('href').notNull(),
    at: instant('at').notNull(),
    /** Null where the host acted, or where who did is not to be known. */
    actorId: uuid('actor_id').references(() => users.id),
  },
  (t) => [
    index('events_at').on(t.at),
    check('events_href', sql`${t.href} ~ '^/' and length(${t.href}) <= 2000`),
    check('events_title', sql`length(${t.title}) between 1 and 300`),
  ],
);

/** Who is told of an event, and whether they have looked. */
export const notices = pgTable(
  'notices',
  {
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id),
    eventId: uuid('event_id')
      .notNull()
      .references(() => events.id),
    /** The event's, for an index. */
    at: instant('at').notNull(),
    readAt: instant('read_at'),
    /** Null where it is not to be mailed. */
    mailDueAt: instant('mail_due_at'),
    mailTries: integer('mail_tries').notNull().default(0),
    mailedAt: instant('mailed_at'),
  },
  (t) => [
    primaryKey({ columns: [t.userId, t.eventId] }),
    index('notices_user').on(t.userId, t.at),
    index('notices_unread').on(t.userId).where(sql`${t.readAt} is null`),
    index('notices_mail').on(t.mailDueAt).where(sql`${t.mailDueAt} is not null and ${t.mailedAt} is null`),
  ],
);

/** Kinds of notices that a person does not want by mail. */
export const noticeSettings = pgTable(
  'notice_settings',
  {
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id),
    kind: text('kind').$type<NoticeKind>().notNull(),
    mail: boolean('mail').notNull(),
  },
  (t) => [primaryKey({ columns: [t.userId, t.kind] })],
);
