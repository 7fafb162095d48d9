import { sql } from 'drizzle-orm';
import { check, integer, jsonb, pgTable, primaryKey, text, unique, uuid } from 'drizzle-orm/pg-core';
import type { AnyManifest } from '#lib/assignments/core/manifest.ts';
import { users } from './auth.ts';
import { bytea, id, instant } from './columns.ts';
import { items } from './items.ts';

/** What was published, whole and unchangeable. Pages, graders and regrades read this, never the folder. */
export const assignmentVersions = pgTable(
  'assignment_versions',
  {
    id: id(),
    slug: text('slug')
      .notNull()
      .references(() => items.slug),
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
