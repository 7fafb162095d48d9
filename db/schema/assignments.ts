import { sql } from 'drizzle-orm';
import { check, index, integer, jsonb, pgTable, primaryKey, text, unique, uuid } from 'drizzle-orm/pg-core';
import type { AnyManifest } from '#lib/assignments/core/manifest.ts';
import { users } from './auth.ts';
import { bytea, id, instant } from './columns.ts';

/** An assignment as the calendar sees it. What it contains is in its versions. */
export const assignments = pgTable(
  'assignments',
  {
    slug: text('slug').primaryKey(),
    opensAt: instant('opens_at').notNull(),
    dueAt: instant('due_at').notNull(),
    closesAt: instant('closes_at').notNull(),
    /** When the private metric is shown to students; null until staff release it. */
    releasedAt: instant('released_at'),
  },
  (t) => [
    check('assignments_slug', sql`${t.slug} ~ '^[0-9a-z][0-9a-z-]{0,63}$'`),
    check('assignments_dates', sql`${t.opensAt} < ${t.dueAt} and ${t.dueAt} <= ${t.closesAt}`),
  ],
);

/** What was published, whole and unchangeable. Pages, graders and regrades read this, never the folder. */
export const assignmentVersions = pgTable(
  'assignment_versions',
  {
    id: id(),
    slug: text('slug')
      .notNull()
      .references(() => assignments.slug),
    version: integer('version').notNull(),
    manifest: jsonb('manifest').$type<AnyManifest>().notNull(),
    /** MDX source. */
    prompt: text('prompt').notNull(),
    starter: text('starter').notNull(),
    /** sha256 over manifest, prompt, starter and data: publishing the same twice changes nothing. */
    contentHash: text('content_hash').notNull(),
    publishedAt: instant('published_at').notNull(),
    publishedBy: uuid('published_by').references(() => users.id),
  },
  (t) => [unique('assignment_versions_number').on(t.slug, t.version)],
);

/** The splits a student holds: safetensors with `x` and `y`. Hidden splits are in the schema `hidden`. */
export const visibleSplits = pgTable(
  'visible_splits',
  {
    versionId: uuid('version_id')
      .notNull()
      .references(() => assignmentVersions.id),
    split: text('split').$type<'train' | 'validation'>().notNull(),
    rows: integer('rows').notNull(),
    sha256: text('sha256').notNull(),
    /** gzip of the safetensors file: served as it lies. */
    gzip: bytea('gzip').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.versionId, t.split] }),
    check('visible_splits_split', sql`${t.split} in ('train', 'validation')`),
  ],
);

/** The student's working copy. `revision` rises by one a save: a save that names an older one is a conflict. */
export const drafts = pgTable(
  'drafts',
  {
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id),
    slug: text('slug')
      .notNull()
      .references(() => assignments.slug),
    code: text('code').notNull(),
    revision: integer('revision').notNull(),
    savedAt: instant('saved_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.userId, t.slug] }), check('drafts_size', sql`octet_length(${t.code}) <= 65536`)],
);

/** Earlier states of a draft, thinned by age, so that a wrong turn can be taken back. */
export const draftVersions = pgTable(
  'draft_versions',
  {
    id: id(),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id),
    slug: text('slug')
      .notNull()
      .references(() => assignments.slug),
    code: text('code').notNull(),
    revision: integer('revision').notNull(),
    savedAt: instant('saved_at').notNull(),
  },
  (t) => [index('draft_versions_owner').on(t.userId, t.slug, t.savedAt)],
);
