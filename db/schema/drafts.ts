import { sql } from 'drizzle-orm';
import { check, index, integer, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { users } from './auth.ts';
import { id, instant } from './columns.ts';

/**
 * What a person is writing, wherever they write: a working copy for each place, as `assignment:<slug>`. `revision` rises
 * by one a save: a save that names an older one is a conflict.
 */
export const drafts = pgTable(
  'drafts',
  {
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id),
    place: text('place').notNull(),
    text: text('text').notNull(),
    revision: integer('revision').notNull(),
    savedAt: instant('saved_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.userId, t.place] }),
    // Who has begun to write: for the gradebook, which must not read what they wrote.
    index('drafts_begun').on(t.place, t.userId).where(sql`${t.place} like 'writing:%' and ${t.text} <> ''`),
    check('drafts_place', sql`length(${t.place}) between 1 and 200`),
    check('drafts_size', sql`octet_length(${t.text}) <= 262144`),
  ],
);

/** Earlier states of a draft, thinned by age, so that a wrong turn can be taken back. */
export const draftVersions = pgTable(
  'draft_versions',
  {
    id: id(),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id),
    place: text('place').notNull(),
    text: text('text').notNull(),
    revision: integer('revision').notNull(),
    savedAt: instant('saved_at').notNull(),
  },
  (t) => [index('draft_versions_owner').on(t.userId, t.place, t.savedAt)],
);
