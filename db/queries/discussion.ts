import { and, eq, inArray, isNull, ne, or, type SQL, sql } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import { users } from '#db/schema/auth.ts';
import { postEdits, posts, threadReads, threads } from '#db/schema/discussion.ts';
import { items } from '#db/schema/items.ts';
import { writings, writtenItems } from '#db/schema/writing.ts';

/**
 * Threads and posts. Every read takes the viewer and finds only what they may see: the rule is `seenBy`, and there is no
 * other. The first post of a thread has the thread's own id.
 */
export type Viewer = { id: string; isStaff: boolean };

/** Which rows of `threads` a viewer sees. */
export function seenBy({ id, isStaff }: Viewer): SQL | undefined {
  if (isStaff) return undefined;
  const isOwn = eq(threads.authorId, id);
  return or(
    and(inArray(threads.kind, ['discussion', 'announcement']), or(isOwn, and(eq(threads.staffOnly, false), stands))),
    and(
      eq(threads.kind, 'run'),
      sql`exists (select from submissions s where s.id = ${threads.subjectId} and s.user_id = ${id})`,
    ),
    and(
      eq(threads.kind, 'review'),
      sql`exists (select from writing_authors w where w.writing_id = ${threads.subjectId} and w.user_id = ${id})`,
    ),
  );
}

/** With its question removed, a thread is gone for classmates. */
const stands = sql`not exists (select from posts q where q.id = ${threads.id} and q.removed_at is not null)`;

/** Whether graders are not to know yet who wrote the piece of writing that a thread is about. */
const namesHidden = sql<boolean>`(${threads.kind} = 'review' and exists (
  select from writings w join written_items wi on wi.slug = w.slug join items i on i.slug = w.slug
  where w.id = ${threads.subjectId} and wi.hide_names and i.released_at is null))`;

/** Whether the author of a post is kept from a viewer. Needs `posts`, `threads` and its author in `users`. */
export function keptFrom({ id, isStaff }: Viewer): SQL<boolean> {
  const fromStaff = sql<boolean>`(${users.role} = 'student' and ${namesHidden})`;
  return isStaff ? fromStaff : sql<boolean>`(${posts.anonymous} and ${posts.authorId} <> ${id})`;
}

/** The author of a post, as `Author` of the core. */
export function authorColumns(viewer: Viewer) {
  const kept = keptFrom(viewer);
  return {
    name: sql<string | null>`case when ${kept} then null else ${users.name} end`,
    role: sql<typeof users.$inferSelect.role | null>`case when ${kept} then null else ${users.role} end`,
    isOwn: sql<boolean>`${posts.authorId} = ${viewer.id}`,
    isAnonymous: posts.anonymous,
  };
}

/** What verbs decide by. It names authors: never hand it to a page. */
export async function findThread(tx: Db, viewer: Viewer, id: string) {
  const [row] = await tx
    .select({
      id: threads.id,
      kind: threads.kind,
      topic: threads.topic,
      subjectId: threads.subjectId,
      title: threads.title,
      authorId: threads.authorId,
      anonymous: threads.anonymous,
      staffOnly: threads.staffOnly,
      acceptedPostId: threads.acceptedPostId,
      pinnedAt: threads.pinnedAt,
      lockedAt: threads.lockedAt,
      namesHidden,
    })
    .from(threads)
    .where(and(eq(threads.id, id), seenBy(viewer)));
  return row ?? null;
}
export type ThreadFacts = NonNullable<Awaited<ReturnType<typeof findThread>>>;

/** The thread about a submission or a piece of writing; null before anybody wrote. */
export async function findThreadAbout(tx: Db, viewer: Viewer, kind: 'run' | 'review', subjectId: string) {
  const [row] = await tx
    .select({ id: threads.id })
    .from(threads)
    .where(and(eq(threads.subjectId, subjectId), eq(threads.kind, kind), seenBy(viewer)))
    .orderBy(threads.createdAt)
    .limit(1);
  return row?.id ?? null;
}

/** A post with its thread. It names authors: never hand it to a page. */
export async function findPost(tx: Db, viewer: Viewer, id: string) {
  const [post] = await tx
    .select({
      id: posts.id,
      threadId: posts.threadId,
      authorId: posts.authorId,
      body: posts.body,
      editedAt: posts.editedAt,
      endorsedAt: posts.endorsedAt,
      removedAt: posts.removedAt,
      removedBy: posts.removedBy,
      isAnswered: sql<boolean>`(${posts.id} = ${posts.threadId} and exists (select from posts r
        where r.thread_id = ${posts.threadId} and r.id <> ${posts.id} and r.removed_at is null))`,
    })
    .from(posts)
    .innerJoin(threads, eq(threads.id, posts.threadId))
    .where(and(eq(posts.id, id), seenBy(viewer)))
    .for('update', { of: posts });
  const thread = post ? await findThread(tx, viewer, post.threadId) : null;
  return post && thread ? { post, thread } : null;
}

/** What a person sent under this key; null the first time. Two that come at once wait for each other. */
export async function findSentPost(tx: Db, authorId: string, idempotencyKey: string) {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`post:${authorId}`}, 0))`);
  const [row] = await tx
    .select({ id: posts.id, threadId: posts.threadId, body: posts.body })
    .from(posts)
    .where(and(eq(posts.authorId, authorId), eq(posts.idempotencyKey, idempotencyKey)));
  return row ?? null;
}

/** One thread about one thing: two who open it at once wait for each other. */
export async function lockSubject(tx: Db, subjectId: string): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`thread:${subjectId}`}, 0))`);
}

type NewPost = Pick<typeof posts.$inferInsert, 'authorId' | 'anonymous' | 'anchor' | 'body' | 'idempotencyKey'> & {
  createdAt: Date;
};
type NewThread = Pick<
  typeof threads.$inferInsert,
  'kind' | 'topic' | 'subjectId' | 'title' | 'staffOnly' | 'attachment'
>;

/** A thread with its first post. */
export async function insertThread(tx: Db, thread: NewThread, first: NewPost): Promise<string> {
  const { authorId, anonymous, createdAt } = first;
  const [row] = await tx
    .insert(threads)
    .values({ ...thread, authorId, anonymous, createdAt, lastPostAt: createdAt })
    .returning({ id: threads.id });
  if (!row) throw new Error('The thread was not inserted.');
  await tx.insert(posts).values({ ...first, id: row.id, threadId: row.id });
  return row.id;
}

/** A reply. Waits for whoever locks the thread at the same moment: null where they were first. */
export async function insertReply(tx: Db, threadId: string, mayPassLock: boolean, reply: NewPost) {
  const open = mayPassLock ? undefined : isNull(threads.lockedAt);
  const moved = await tx
    .update(threads)
    .set({ lastPostAt: sql`greatest(${threads.lastPostAt}, ${reply.createdAt.toISOString()}::timestamptz)` })
    .where(and(eq(threads.id, threadId), open))
    .returning({ id: threads.id });
  if (moved.length === 0) return null;
  const [row] = await tx
    .insert(posts)
    .values({ ...reply, threadId })
    .returning({ id: posts.id });
  return row?.id ?? null;
}

/** Replaces what a post says and keeps what it said. */
export async function replaceBody(
  tx: Db,
  post: { id: string; body: string },
  body: string,
  by: { id: string; at: Date },
) {
  await tx.insert(postEdits).values({ postId: post.id, body: post.body, replacedAt: by.at, replacedBy: by.id });
  await tx.update(posts).set({ body, editedAt: by.at }).where(eq(posts.id, post.id));
}

type PostState = Partial<Pick<typeof posts.$inferInsert, 'endorsedAt' | 'endorsedBy' | 'removedAt' | 'removedBy'>>;

export async function updatePost(tx: Db, id: string, state: PostState): Promise<void> {
  await tx.update(posts).set(state).where(eq(posts.id, id));
}

type ThreadState = Partial<
  Pick<typeof threads.$inferInsert, 'acceptedPostId' | 'acceptedBy' | 'pinnedAt' | 'pinnedBy' | 'lockedAt' | 'lockedBy'>
>;

export async function updateThread(tx: Db, id: string, state: ThreadState): Promise<void> {
  await tx.update(threads).set(state).where(eq(threads.id, id));
}

/** How far a person has read. It never goes back. */
export async function upsertRead(tx: Db, read: typeof threadReads.$inferInsert): Promise<void> {
  await tx
    .insert(threadReads)
    .values(read)
    .onConflictDoUpdate({
      target: [threadReads.userId, threadReads.threadId],
      set: { readAt: sql`greatest(${threadReads.readAt}, excluded.read_at)` },
    });
}

/** Everybody in the course who can sign in; staff alone where asked. */
export async function listPeople(tx: Db, only: 'everybody' | 'staff'): Promise<string[]> {
  const staff = only === 'staff' ? ne(users.role, 'student') : undefined;
  const rows = await tx
    .select({ id: users.id })
    .from(users)
    .where(and(isNull(users.deactivatedAt), staff));
  return rows.map(({ id }) => id);
}

/** Whom a thread concerns: who wrote in it, whose run it is, whose writing. Only those who may still see it. */
export async function listFollowers(tx: Db, { id, kind, subjectId }: Pick<ThreadFacts, 'id' | 'kind' | 'subjectId'>) {
  const wrote = sql`exists (select from posts p where p.thread_id = ${id} and p.author_id = ${users.id})`;
  // As in `seenBy`: it is its author's, or stands open.
  const sees = sql`(${wrote} and exists (select from threads t join posts q on q.id = t.id
    where t.id = ${id} and (t.author_id = ${users.id} or (not t.staff_only and q.removed_at is null))))`;
  const concerned = {
    discussion: sees,
    announcement: sees,
    run: sql`exists (select from submissions s where s.id = ${subjectId} and s.user_id = ${users.id})`,
    review: sql`exists (select from writing_authors w where w.writing_id = ${subjectId} and w.user_id = ${users.id})`,
  }[kind];
  return tx
    .select({ id: users.id, isStaff: sql<boolean>`${users.role} <> 'student'` })
    .from(users)
    .where(and(isNull(users.deactivatedAt), or(concerned, and(ne(users.role, 'student'), wrote))));
}

/** What a piece of writing is for, and the names of its fields; null where the viewer neither wrote it nor is staff. */
export async function findReviewSubject(tx: Db, viewer: Viewer, writingId: string) {
  const isAuthor = sql`exists (select from writing_authors a
    where a.writing_id = ${writings.id} and a.user_id = ${viewer.id})`;
  const [row] = await tx
    .select({ slug: writings.slug, title: items.title, fields: writtenItems.fields })
    .from(writings)
    .innerJoin(items, eq(items.slug, writings.slug))
    .leftJoin(writtenItems, eq(writtenItems.slug, writings.slug))
    .where(
      and(
        eq(writings.id, writingId),
        viewer.isStaff ? undefined : isAuthor,
        // Who comments is named: not while graders may not know who wrote.
        sql`not (coalesce(${writtenItems.hideNames}, false) and ${items.releasedAt} is null)`,
      ),
    );
  if (!row) return null;
  return { slug: row.slug, title: row.title || row.slug, fields: row.fields?.map(({ name }) => name) ?? [] };
}
