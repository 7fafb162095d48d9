import { sql } from 'drizzle-orm';
import { boolean, check, index, integer, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { users } from './auth.ts';
import { id, instant } from './columns.ts';

/** The one course of this installation. */
export const course = pgTable(
  'course',
  {
    id: integer('id').primaryKey().default(1),
    title: text('title').notNull(),
    timeZone: text('time_zone').notNull(),
    /** First instant of the first day of term; dates in manifests count from here. */
    termStart: instant('term_start').notNull(),
    /** First instant after the last day of term; null where nobody has said. */
    termEnd: instant('term_end'),
    /** Where people reach it, for links in mail and feeds: `https://course.example.edu`. */
    publicAddress: text('public_address'),
    /** A demo course has accounts with a known password and listens on loopback only. */
    demo: boolean('demo').notNull().default(false),
    createdAt: instant('created_at').notNull().defaultNow(),
  },
  (t) => [check('course_single', sql`${t.id} = 1`)],
);

/** Where a person was last, for "where I left off": one row a person and place. */
export const visits = pgTable(
  'visits',
  {
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    /** A noun and a slug: `lecture:convolutional-networks`, `assignment:06-cnn-translation`. */
    place: text('place').notNull(),
    at: instant('at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.userId, t.place] }), index('visits_user_at').on(t.userId, t.at)],
);

/** Append-only: the web and grader roles may insert, nobody but the owner may change or delete. */
export const auditLog = pgTable(
  'audit_log',
  {
    id: id(),
    at: instant('at').notNull(),
    /** Null when the host itself acted. */
    actorId: uuid('actor_id').references(() => users.id),
    verb: text('verb').notNull(),
    subject: text('subject').notNull(),
    before: jsonb('before'),
    after: jsonb('after'),
  },
  (t) => [
    index('audit_log_subject').on(t.subject, t.at),
    index('audit_log_at').on(t.at),
    index('audit_log_actor').on(t.actorId, t.at),
  ],
);
