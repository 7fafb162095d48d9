import { sql } from 'drizzle-orm';
import { check, index, pgTable, text } from 'drizzle-orm/pg-core';
import type { ItemKind } from '#lib/items/core.ts';
import { instant } from './columns.ts';

/**
 * Whatever a student hands in and staff grade: code, a proposal, a written piece. The calendar decides its dates, the
 * gradebook has a column for it. What it asks for is in `assignment_versions` or `written_items`.
 */
export const items = pgTable(
  'items',
  {
    slug: text('slug').primaryKey(),
    kind: text('kind').$type<ItemKind>().notNull().default('code'),
    title: text('title').notNull().default(''),
    opensAt: instant('opens_at').notNull(),
    dueAt: instant('due_at').notNull(),
    closesAt: instant('closes_at').notNull(),
    /** Code: when the private metric is shown. Written work: when its grades are. Null until staff release it. */
    releasedAt: instant('released_at'),
  },
  (t) => [
    index('items_due').on(t.dueAt),
    check('items_slug', sql`${t.slug} ~ '^[0-9a-z][0-9a-z-]{0,63}$'`),
    check('items_kind', sql`${t.kind} in ('code', 'proposal', 'written')`),
    check('items_dates', sql`${t.opensAt} < ${t.dueAt} and ${t.dueAt} <= ${t.closesAt}`),
  ],
);
