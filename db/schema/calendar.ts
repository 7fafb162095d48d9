import { sql } from 'drizzle-orm';
import { check, index, integer, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { users } from './auth.ts';
import { id, instant } from './columns.ts';
import { items } from './items.ts';

/** A meeting of the class. Its topic is a category that a proposal can choose. */
export const classSessions = pgTable(
  'class_sessions',
  {
    id: id(),
    topic: text('topic').notNull(),
    /** Markdown, for all. */
    notes: text('notes').notNull().default(''),
    place: text('place').notNull().default(''),
    startsAt: instant('starts_at').notNull(),
    endsAt: instant('ends_at').notNull(),
    cancelledAt: instant('cancelled_at'),
    /** Rises with every change: calendar programs ask for it. */
    revision: integer('revision').notNull().default(0),
  },
  (t) => [
    index('class_sessions_start').on(t.startsAt),
    check('class_sessions_times', sql`${t.startsAt} < ${t.endsAt}`),
    check('class_sessions_topic', sql`length(${t.topic}) between 1 and 200`),
  ],
);

/** Slides and other addresses of a session. */
export const sessionLinks = pgTable(
  'session_links',
  {
    id: id(),
    sessionId: uuid('session_id')
      .notNull()
      .references(() => classSessions.id),
    label: text('label').notNull(),
    url: text('url').notNull(),
    position: integer('position').notNull(),
  },
  (t) => [
    index('session_links_session').on(t.sessionId, t.position),
    check('session_links_url', sql`${t.url} ~ '^(https?://|/)' and length(${t.url}) <= 2000`),
    check('session_links_label', sql`length(${t.label}) between 1 and 200`),
  ],
);

/** What is read for a session or for a written item. */
export const readings = pgTable(
  'readings',
  {
    id: id(),
    title: text('title').notNull(),
    authors: text('authors').notNull().default(''),
    /** Where it is found: journal, chapter, pages. */
    source: text('source').notNull().default(''),
    url: text('url'),
    sessionId: uuid('session_id').references(() => classSessions.id),
    slug: text('slug').references(() => items.slug),
    position: integer('position').notNull().default(0),
  },
  (t) => [
    index('readings_session').on(t.sessionId),
    index('readings_item').on(t.slug),
    check('readings_title', sql`length(${t.title}) between 1 and 300`),
    check('readings_url', sql`${t.url} ~ '^(https?://|/)' and length(${t.url}) <= 2000`),
  ],
);

/** A due date of their own for one student and item. The newest that was not withdrawn counts. */
export const extensions = pgTable(
  'extensions',
  {
    id: id(),
    slug: text('slug')
      .notNull()
      .references(() => items.slug),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id),
    dueAt: instant('due_at').notNull(),
    closesAt: instant('closes_at').notNull(),
    reason: text('reason').notNull(),
    grantedAt: instant('granted_at').notNull(),
    grantedBy: uuid('granted_by')
      .notNull()
      .references(() => users.id),
    withdrawnAt: instant('withdrawn_at'),
    withdrawnBy: uuid('withdrawn_by').references(() => users.id),
  },
  (t) => [
    index('extensions_item').on(t.slug),
    index('extensions_student').on(t.userId, t.slug, t.grantedAt),
    check('extensions_dates', sql`${t.dueAt} <= ${t.closesAt}`),
    check('extensions_reason', sql`length(${t.reason}) between 1 and 2000`),
  ],
);

/** The secret address of a person's calendar. A new secret makes the old address dead. */
export const calendarFeeds = pgTable(
  'calendar_feeds',
  {
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id),
    tokenHash: text('token_hash').notNull().unique(),
    createdAt: instant('created_at').notNull(),
    revokedAt: instant('revoked_at'),
  },
  (t) => [primaryKey({ columns: [t.userId, t.createdAt] })],
);
