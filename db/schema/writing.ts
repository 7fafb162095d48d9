import { sql } from 'drizzle-orm';
import {
  boolean,
  check,
  doublePrecision,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uuid,
} from 'drizzle-orm/pg-core';
import type { Criterion, Decision, FieldSpec, Mark, Scale } from '#lib/writing/core/item.ts';
import { users } from './auth.ts';
import { bytea, id, instant } from './columns.ts';
import { items } from './items.ts';

/** What a proposal or a written item asks for. Its dates, kind and title are in `items`. */
export const writtenItems = pgTable(
  'written_items',
  {
    slug: text('slug')
      .primaryKey()
      .references(() => items.slug),
    /** Markdown. */
    prompt: text('prompt').notNull(),
    /** What is written, in order: one field for a reflection, four for a proposal. */
    fields: jsonb('fields').$type<FieldSpec[]>().notNull(),
    scale: text('scale').$type<Scale>().notNull(),
    /** Null where the scale has no points. */
    maxPoints: doublePrecision('max_points'),
    criteria: jsonb('criteria').$type<Criterion[]>().notNull().default([]),
    allowPdf: boolean('allow_pdf').notNull().default(false),
    /** How many may write together; 1 is alone. */
    maxAuthors: integer('max_authors').notNull().default(1),
    /** Graders do not see who wrote until it is released. */
    hideNames: boolean('hide_names').notNull().default(false),
    revision: integer('revision').notNull().default(1),
    updatedAt: instant('updated_at').notNull(),
    updatedBy: uuid('updated_by').references(() => users.id),
  },
  (t) => [
    check('written_items_scale', sql`${t.scale} in ('points', 'check', 'decision')`),
    check('written_items_points', sql`(${t.scale} = 'points') = (${t.maxPoints} is not null)`),
    check('written_items_max_points', sql`${t.maxPoints} > 0 and ${t.maxPoints} <= 1000`),
    check('written_items_authors', sql`${t.maxAuthors} between 1 and 6`),
    check('written_items_prompt', sql`octet_length(${t.prompt}) <= 65536`),
  ],
);

/** A dated correction, shown above the prompt of any item, code included. */
export const corrections = pgTable(
  'corrections',
  {
    id: id(),
    slug: text('slug')
      .notNull()
      .references(() => items.slug),
    /** Markdown. */
    body: text('body').notNull(),
    createdAt: instant('created_at').notNull(),
    createdBy: uuid('created_by')
      .notNull()
      .references(() => users.id),
    withdrawnAt: instant('withdrawn_at'),
    withdrawnBy: uuid('withdrawn_by').references(() => users.id),
  },
  (t) => [
    index('corrections_slug').on(t.slug, t.createdAt),
    check('corrections_body', sql`length(${t.body}) between 1 and 10000`),
  ],
);

/** One piece of writing for one item, by one or more people. Before the first version it is a draft. */
export const writings = pgTable(
  'writings',
  {
    id: id(),
    slug: text('slug')
      .notNull()
      .references(() => items.slug),
    createdAt: instant('created_at').notNull(),
    createdBy: uuid('created_by')
      .notNull()
      .references(() => users.id),
  },
  (t) => [index('writings_slug').on(t.slug, t.createdAt)],
);

/** Who wrote it. A person has one writing an item, their own or a shared one. */
export const writingAuthors = pgTable(
  'writing_authors',
  {
    writingId: uuid('writing_id')
      .notNull()
      .references(() => writings.id),
    slug: text('slug')
      .notNull()
      .references(() => items.slug),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id),
    addedAt: instant('added_at').notNull(),
    addedBy: uuid('added_by')
      .notNull()
      .references(() => users.id),
  },
  (t) => [
    primaryKey({ columns: [t.slug, t.userId] }),
    index('writing_authors_writing').on(t.writingId),
    index('writing_authors_user').on(t.userId),
  ],
);

/** What was handed in. Never changed: a revision is the next version. */
export const writingVersions = pgTable(
  'writing_versions',
  {
    id: id(),
    writingId: uuid('writing_id')
      .notNull()
      .references(() => writings.id),
    number: integer('number').notNull(),
    /** Markdown by name of field. */
    fields: jsonb('fields').$type<Record<string, string>>().notNull(),
    pdfId: uuid('pdf_id').references(() => files.id),
    idempotencyKey: text('idempotency_key').notNull(),
    submittedAt: instant('submitted_at').notNull(),
    submittedBy: uuid('submitted_by')
      .notNull()
      .references(() => users.id),
  },
  (t) => [
    index('writing_versions_pdf').on(t.pdfId).where(sql`${t.pdfId} is not null`),
    unique('writing_versions_number').on(t.writingId, t.number),
    unique('writing_versions_idempotency').on(t.writingId, t.idempotencyKey),
    check('writing_versions_size', sql`octet_length(${t.fields}::text) <= 600000`),
  ],
);

/**
 * What staff say of a version. The newest review of the newest reviewed version speaks. A decision is told at once,
 * a mark or points once the item is released.
 */
export const reviews = pgTable(
  'reviews',
  {
    id: id(),
    versionId: uuid('version_id')
      .notNull()
      .references(() => writingVersions.id),
    decision: text('decision').$type<Decision>(),
    mark: text('mark').$type<Mark>(),
    points: doublePrecision('points'),
    /** Points or 1 (met) by name of criterion. */
    criteria: jsonb('criteria').$type<Record<string, number>>().notNull().default({}),
    /** Markdown. */
    comment: text('comment').notNull().default(''),
    createdAt: instant('created_at').notNull(),
    createdBy: uuid('created_by')
      .notNull()
      .references(() => users.id),
  },
  (t) => [
    index('reviews_version').on(t.versionId, t.createdAt),
    check('reviews_one', sql`num_nonnulls(${t.decision}, ${t.mark}, ${t.points}) = 1`),
    check('reviews_decision', sql`${t.decision} in ('accepted', 'changes_asked')`),
    check('reviews_mark', sql`${t.mark} in ('minus', 'check', 'plus')`),
    check('reviews_points', sql`${t.points} >= 0`),
    check('reviews_comment', sql`octet_length(${t.comment}) <= 65536`),
  ],
);

/** Sentences a grader uses again and again. */
export const snippets = pgTable(
  'snippets',
  {
    id: id(),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id),
    text: text('text').notNull(),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [
    index('snippets_user').on(t.userId, t.createdAt),
    check('snippets_text', sql`length(${t.text}) between 1 and 5000`),
  ],
);

/** An image in a text, or a PDF handed in. Checked and stripped of metadata before it is stored. */
export const files = pgTable(
  'files',
  {
    id: id(),
    ownerId: uuid('owner_id')
      .notNull()
      .references(() => users.id),
    name: text('name').notNull(),
    mediaType: text('media_type').$type<'image/png' | 'image/jpeg' | 'image/webp' | 'application/pdf'>().notNull(),
    sha256: text('sha256').notNull(),
    bytes: bytea('bytes').notNull(),
    /** Pixels; null for a PDF. */
    width: integer('width'),
    height: integer('height'),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [
    unique('files_owner_content').on(t.ownerId, t.sha256),
    check('files_type', sql`${t.mediaType} in ('image/png', 'image/jpeg', 'image/webp', 'application/pdf')`),
    check('files_size', sql`octet_length(${t.bytes}) <= 26214400`),
    check('files_name', sql`length(${t.name}) between 1 and 200`),
  ],
);
