import { sql } from 'drizzle-orm';
import {
  type AnyPgColumn,
  boolean,
  check,
  customType,
  index,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uuid,
} from 'drizzle-orm/pg-core';
import type { ThreadKind } from '#lib/discussion/core.ts';
import { users } from './auth.ts';
import { id, instant } from './columns.ts';

export const tsvector = customType<{ data: string }>({ dataType: () => 'tsvector' });

/**
 * A conversation. `discussion` and `announcement` are the course's; `run` (ask staff about a submission) and `review`
 * (comments beside a piece of writing) are between their people and staff.
 */
export const threads = pgTable(
  'threads',
  {
    id: id(),
    kind: text('kind').$type<ThreadKind>().notNull(),
    /** What it is about: `general`, `module:<slug>`, `item:<slug>`, `reading:<id>`. */
    topic: text('topic').notNull(),
    /** Of a `run` the submission, of a `review` the writing. */
    subjectId: uuid('subject_id'),
    title: text('title').notNull(),
    authorId: uuid('author_id')
      .notNull()
      .references(() => users.id),
    /** The author's name is kept from classmates, on all of the author's posts in it. Staff see it. */
    anonymous: boolean('anonymous').notNull().default(false),
    staffOnly: boolean('staff_only').notNull().default(false),
    /** Of a `run`: what was shown when it was asked. */
    attachment: jsonb('attachment'),
    createdAt: instant('created_at').notNull(),
    lastPostAt: instant('last_post_at').notNull(),
    acceptedPostId: uuid('accepted_post_id').references((): AnyPgColumn => posts.id),
    acceptedBy: uuid('accepted_by').references(() => users.id),
    pinnedAt: instant('pinned_at'),
    pinnedBy: uuid('pinned_by').references(() => users.id),
    lockedAt: instant('locked_at'),
    lockedBy: uuid('locked_by').references(() => users.id),
  },
  (t) => [
    index('threads_topic').on(t.topic, t.lastPostAt),
    index('threads_last_post').on(t.lastPostAt),
    index('threads_author').on(t.authorId),
    index('threads_pinned').on(t.pinnedAt).where(sql`${t.pinnedAt} is not null`),
    index('threads_subject').on(t.subjectId).where(sql`${t.subjectId} is not null`),
    check('threads_kind', sql`${t.kind} in ('discussion', 'announcement', 'run', 'review')`),
    check('threads_title', sql`length(${t.title}) between 1 and 200`),
    check('threads_topic_length', sql`length(${t.topic}) between 1 and 200`),
    check('threads_subject_kind', sql`(${t.kind} in ('run', 'review')) = (${t.subjectId} is not null)`),
  ],
);

/** The first post of a thread asks, the others reply. */
export const posts = pgTable(
  'posts',
  {
    id: id(),
    threadId: uuid('thread_id')
      .notNull()
      .references(() => threads.id),
    authorId: uuid('author_id')
      .notNull()
      .references(() => users.id),
    anonymous: boolean('anonymous').notNull().default(false),
    /** Of a comment on writing: the name of its field; null is the whole. */
    anchor: text('anchor'),
    /** Markdown. */
    body: text('body').notNull(),
    idempotencyKey: text('idempotency_key').notNull(),
    createdAt: instant('created_at').notNull(),
    editedAt: instant('edited_at'),
    endorsedAt: instant('endorsed_at'),
    endorsedBy: uuid('endorsed_by').references(() => users.id),
    removedAt: instant('removed_at'),
    removedBy: uuid('removed_by').references(() => users.id),
    search: tsvector('search').generatedAlwaysAs(sql`to_tsvector('english', body)`),
  },
  (t) => [
    index('posts_thread').on(t.threadId, t.createdAt),
    index('posts_author').on(t.authorId, t.createdAt),
    index('posts_search').using('gin', t.search),
    // Few are either: lists ask it of every thread.
    index('posts_endorsed').on(t.threadId).where(sql`${t.endorsedAt} is not null and ${t.removedAt} is null`),
    index('posts_removed').on(t.id).where(sql`${t.removedAt} is not null`),
    check('posts_body', sql`octet_length(${t.body}) between 1 and 65536`),
  ],
);

/** What a post said before it was edited. */
export const postEdits = pgTable(
  'post_edits',
  {
    id: id(),
    postId: uuid('post_id')
      .notNull()
      .references(() => posts.id),
    body: text('body').notNull(),
    replacedAt: instant('replaced_at').notNull(),
    replacedBy: uuid('replaced_by')
      .notNull()
      .references(() => users.id),
  },
  (t) => [index('post_edits_post').on(t.postId, t.replacedAt)],
);

/** How far a person has read: what came later is new. */
export const threadReads = pgTable(
  'thread_reads',
  {
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id),
    threadId: uuid('thread_id')
      .notNull()
      .references(() => threads.id),
    readAt: instant('read_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.userId, t.threadId] })],
);

/** Texts of the course that search finds besides posts: lectures, prompts, readings. Refreshed when they change. */
export const searchTexts = pgTable(
  'search_texts',
  {
    /** `lecture:<slug>#<heading>`, `item:<slug>`, `reading:<id>`. */
    place: text('place').primaryKey(),
    title: text('title').notNull(),
    body: text('body').notNull(),
    /** Before this instant students do not find it. */
    visibleFrom: instant('visible_from').notNull(),
    search: tsvector('search').generatedAlwaysAs(
      sql`setweight(to_tsvector('english', title), 'A') || to_tsvector('english', body)`,
    ),
  },
  (t) => [index('search_texts_search').using('gin', t.search)],
);
