import { and, asc, desc, eq, inArray, isNotNull, isNull, lt, min, or, type SQL, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { Db } from '#db/client.ts';
import { users } from '#db/schema/auth.ts';
import { readings } from '#db/schema/calendar.ts';
import { postEdits, posts, threads } from '#db/schema/discussion.ts';
import { items } from '#db/schema/items.ts';
import type { ThreadCursor, ThreadFilter } from '#lib/discussion/core.ts';
import { authorColumns, seenBy, type Viewer } from './discussion.ts';

/** Pages of threads and of posts, as their readers see them. */

const isAnswered = sql<boolean>`(${threads.acceptedPostId} is not null or exists (select from posts e
  where e.thread_id = ${threads.id} and e.endorsed_at is not null and e.removed_at is null))`;

/** A word from staff is an answer too, unless they asked. */
const staffReplied = sql<boolean>`exists (select from posts a join users u on u.id = a.author_id
  where a.thread_id = ${threads.id} and a.id <> ${threads.id} and a.removed_at is null and u.role <> 'student')`;

const readAt = (viewer: Viewer) => sql<string | null>`(select r.read_at from thread_reads r
  where r.user_id = ${viewer.id} and r.thread_id = ${threads.id})`;

const threadColumns = (viewer: Viewer) => ({
  id: threads.id,
  kind: threads.kind,
  topic: threads.topic,
  title: threads.title,
  author: authorColumns(viewer),
  staffOnly: threads.staffOnly,
  createdAt: threads.createdAt,
  lastPostAt: threads.lastPostAt,
  isAnswered,
  isPinned: sql<boolean>`${threads.pinnedAt} is not null`,
  isLocked: sql<boolean>`${threads.lockedAt} is not null`,
});

export type ThreadQuery = { show: ThreadFilter; topic: string | null; after: ThreadCursor | null; limit: number };

/** The course's threads, newest post first; what is pinned is left to `listPinned` where nothing is filtered away. */
export async function listThreadRows(tx: Db, viewer: Viewer, { show, topic, after, limit }: ThreadQuery) {
  const before = after
    ? or(lt(threads.lastPostAt, after.at), and(eq(threads.lastPostAt, after.at), lt(threads.id, after.id)))
    : undefined;
  const unpinned = show === 'all' ? isNull(threads.pinnedAt) : undefined;
  const where = and(matching(viewer, show, topic), unpinned, before);
  return selectThreads(tx, viewer, where).orderBy(desc(threads.lastPostAt), desc(threads.id)).limit(limit);
}

export async function listPinned(tx: Db, viewer: Viewer, topic: string | null) {
  const where = and(matching(viewer, 'all', topic), isNotNull(threads.pinnedAt));
  return selectThreads(tx, viewer, where).orderBy(desc(threads.pinnedAt), desc(threads.id)).limit(20);
}

function selectThreads(tx: Db, viewer: Viewer, where: SQL | undefined) {
  return tx
    .select({
      ...threadColumns(viewer),
      replies: sql<number>`(select count(*)::int from posts r
        where r.thread_id = ${threads.id} and r.id <> ${threads.id} and r.removed_at is null)`,
      isUnread: isUnread(viewer),
    })
    .from(threads)
    .innerJoin(posts, eq(posts.id, threads.id))
    .innerJoin(users, eq(users.id, posts.authorId))
    .where(where);
}

const isUnread = (viewer: Viewer) =>
  sql<boolean>`${threads.lastPostAt} > coalesce(${readAt(viewer)}, '-infinity'::timestamptz)`;

/** Comments on writing stand beside it, not in the list. */
function matching(viewer: Viewer, show: ThreadFilter, topic: string | null): SQL | undefined {
  const kinds =
    show === 'announcements' ? (['announcement'] as const) : (['discussion', 'announcement', 'run'] as const);
  const filters: Record<ThreadFilter, SQL | undefined> = {
    all: undefined,
    announcements: undefined,
    unanswered: and(inArray(threads.kind, ['discussion', 'run']), sql`not ${isAnswered}`, sql`not ${staffReplied}`),
    unread: isUnread(viewer),
    mine: sql`exists (select from posts m where m.thread_id = ${threads.id} and m.author_id = ${viewer.id})`,
  };
  const about = topic === null ? undefined : eq(threads.topic, topic);
  return and(seenBy(viewer), inArray(threads.kind, [...kinds]), about, filters[show]);
}

/** How many questions nobody has answered, and since when the oldest waits; null where none does. */
export async function countUnanswered(tx: Db, viewer: Viewer): Promise<{ count: number; oldestAt: Date } | null> {
  const [row] = await tx
    .select({ count: sql<number>`count(*)::int`, oldestAt: min(threads.createdAt) })
    .from(threads)
    .where(matching(viewer, 'unanswered', null));
  return row?.oldestAt ? { count: row.count, oldestAt: row.oldestAt } : null;
}

/** What these threads are called, of those that the viewer may read. */
export async function listThreadTitles(tx: Db, viewer: Viewer, ids: string[]) {
  if (ids.length === 0) return [];
  return tx
    .select({ id: threads.id, title: threads.title })
    .from(threads)
    .where(and(inArray(threads.id, ids), seenBy(viewer)));
}

/** A thread's head, with when the viewer last read it. */
export async function findThreadHead(tx: Db, viewer: Viewer, id: string) {
  const [row] = await tx
    .select({
      ...threadColumns(viewer),
      attachment: threads.attachment,
      acceptedPostId: threads.acceptedPostId,
      isOwn: sql<boolean>`${threads.authorId} = ${viewer.id}`,
      readAt: readAt(viewer),
    })
    .from(threads)
    .innerJoin(posts, eq(posts.id, threads.id))
    .innerJoin(users, eq(users.id, posts.authorId))
    .where(and(eq(threads.id, id), seenBy(viewer)));
  return row ? { ...row, readAt: row.readAt === null ? null : new Date(row.readAt) } : null;
}

/** Where a page of posts begins: at the first, at a post, after it, or where it ends: before one. */
export type PostPlace = { at?: string | undefined; after?: string | undefined; before?: string | undefined };

/** One page of a thread's posts in order of time. The caller has found the thread: who sees it sees them. */
export async function listPostRows(tx: Db, viewer: Viewer, threadId: string, place: PostPlace, limit: number) {
  const endorsers = alias(users, 'endorsers');
  const backwards = place.before !== undefined;
  const order = backwards ? desc : asc;
  const isReadable = viewer.isStaff ? sql`true` : sql`(${posts.removedAt} is null or ${posts.authorId} = ${viewer.id})`;
  const rows = await tx
    .select({
      id: posts.id,
      author: authorColumns(viewer),
      anchor: posts.anchor,
      body: sql<string | null>`case when ${isReadable} then ${posts.body} end`,
      createdAt: posts.createdAt,
      editedAt: posts.editedAt,
      endorsedBy: endorsers.name,
      removedBy: sql<'author' | 'staff' | null>`case when ${posts.removedAt} is not null then
        case when ${posts.removedBy} = ${posts.authorId} then 'author' else 'staff' end end`,
    })
    .from(posts)
    .innerJoin(threads, eq(threads.id, posts.threadId))
    .innerJoin(users, eq(users.id, posts.authorId))
    .leftJoin(endorsers, eq(endorsers.id, posts.endorsedBy))
    .where(and(eq(posts.threadId, threadId), startOf(threadId, place)))
    .orderBy(order(posts.createdAt), order(posts.id))
    .limit(limit);
  return backwards ? rows.reverse() : rows;
}

function startOf(threadId: string, { at, after, before }: PostPlace): SQL | undefined {
  const key = sql`(${posts.createdAt}, ${posts.id})`;
  const keyOf = (id: string) =>
    sql`(select c.created_at, c.id from posts c where c.id = ${id} and c.thread_id = ${threadId})`;
  if (at) return sql`${key} >= ${keyOf(at)}`;
  if (after) return sql`${key} > ${keyOf(after)}`;
  return before ? sql`${key} < ${keyOf(before)}` : undefined;
}

/** How many posts of a thread come before one of them. */
export async function countBefore(tx: Db, threadId: string, id: string): Promise<number> {
  return tx.$count(posts, and(eq(posts.threadId, threadId), startOf(threadId, { before: id })));
}

/** Earlier wordings of posts, oldest first; of the viewer's own posts only, unless they are staff. */
export async function listEdits(tx: Db, viewer: Viewer, postIds: string[]) {
  if (postIds.length === 0) return [];
  return tx
    .select({ postId: postEdits.postId, body: postEdits.body, replacedAt: postEdits.replacedAt })
    .from(postEdits)
    .innerJoin(posts, eq(posts.id, postEdits.postId))
    .where(and(inArray(postEdits.postId, postIds), viewer.isStaff ? undefined : eq(posts.authorId, viewer.id)))
    .orderBy(asc(postEdits.replacedAt));
}

/** Items by due date, readings in their order. */
export async function listTopicRows(tx: Db) {
  const [itemRows, readingRows] = await Promise.all([
    tx.select({ slug: items.slug, title: items.title }).from(items).orderBy(asc(items.dueAt), asc(items.slug)),
    tx
      .select({ id: readings.id, title: readings.title })
      .from(readings)
      .orderBy(asc(readings.position), asc(readings.title)),
  ]);
  return { items: itemRows, readings: readingRows };
}
