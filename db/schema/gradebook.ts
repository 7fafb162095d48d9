import { sql } from 'drizzle-orm';
import { check, doublePrecision, index, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { users } from './auth.ts';
import { id, instant } from './columns.ts';
import { items } from './items.ts';

/** A grade that staff set themselves. The newest that was not withdrawn takes the place of the one that was earned. */
export const gradeOverrides = pgTable(
  'grade_overrides',
  {
    id: id(),
    slug: text('slug')
      .notNull()
      .references(() => items.slug),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id),
    points: doublePrecision('points').notNull(),
    /** The student reads it. */
    reason: text('reason').notNull(),
    createdAt: instant('created_at').notNull(),
    createdBy: uuid('created_by')
      .notNull()
      .references(() => users.id),
    withdrawnAt: instant('withdrawn_at'),
    withdrawnBy: uuid('withdrawn_by').references(() => users.id),
  },
  (t) => [
    index('grade_overrides_student').on(t.userId, t.slug, t.createdAt),
    check('grade_overrides_points', sql`${t.points} >= 0 and ${t.points} <= 1000`),
    check('grade_overrides_reason', sql`length(${t.reason}) between 1 and 2000`),
  ],
);
