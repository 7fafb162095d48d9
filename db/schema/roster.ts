import { sql } from 'drizzle-orm';
import { check, index, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { users } from './auth.ts';
import { id, instant } from './columns.ts';

/** A group of the class: its name, and who is in it. */
export const sections = pgTable(
  'sections',
  { id: id(), name: text('name').notNull(), createdAt: instant('created_at').notNull() },
  (t) => [
    uniqueIndex('sections_name').on(sql`lower(${t.name})`),
    check('sections_name_length', sql`length(${t.name}) between 1 and 100`),
  ],
);

export const sectionMembers = pgTable(
  'section_members',
  {
    userId: uuid('user_id')
      .primaryKey()
      .references(() => users.id),
    sectionId: uuid('section_id')
      .notNull()
      .references(() => sections.id),
  },
  (t) => [index('section_members_section').on(t.sectionId)],
);

/** Lets whoever has the code enrol as a student. */
export const joinCodes = pgTable(
  'join_codes',
  {
    code: text('code').primaryKey(),
    sectionId: uuid('section_id').references(() => sections.id),
    createdAt: instant('created_at').notNull(),
    createdBy: uuid('created_by')
      .notNull()
      .references(() => users.id),
    expiresAt: instant('expires_at').notNull(),
    revokedAt: instant('revoked_at'),
  },
  (t) => [check('join_codes_code', sql`${t.code} ~ '^[0-9A-Z]{8,16}$'`)],
);
