import {
  countBefore,
  countUnanswered,
  findThreadHead,
  listEdits,
  listPinned,
  listPostRows,
  listThreadRows,
  listThreadTitles,
  type PostPlace,
} from '#db/queries/discussion-lists.ts';
import { can } from '#lib/auth/core.ts';
import type { Context } from '#lib/context.ts';
import { NotFound } from '#lib/errors.ts';
import { runAttachmentSchema } from './core/attachment.ts';
import { parseTopic } from './core/topic.ts';
import {
  canBeAnonymous,
  type PostRights,
  type PostView,
  postsPerPage,
  readCursor,
  type ThreadFilter,
  type ThreadRow,
  type ThreadView,
  threadsPerPage,
  writeCursor,
} from './core.ts';
import { isId } from './input.ts';
import { viewerOf } from './server.ts';

// Whoever has signed in may ask: each query finds only what the caller may see.

export type ThreadPage = { pinned: ThreadRow[]; threads: ThreadRow[]; next: string | null };

/**
 * A page of threads, newest post first. Pinned ones come before the first page of all.
 * @param topic null for all, as what is no topic
 * @param cursor of the page before; what is no cursor begins at the top
 */
export async function listThreads(
  ctx: Context,
  { show, topic, cursor }: { show: ThreadFilter; topic: string | null; cursor?: string | undefined },
): Promise<ThreadPage> {
  const viewer = viewerOf(ctx.user);
  const after = readCursor(cursor);
  const about = topic !== null && parseTopic(topic) ? topic : null;
  const [pinned, rows] = await Promise.all([
    show === 'all' && !after ? listPinned(ctx.db, viewer, about) : [],
    listThreadRows(ctx.db, viewer, { show, topic: about, after, limit: threadsPerPage + 1 }),
  ]);
  const threads = rows.slice(0, threadsPerPage);
  const last = threads.at(-1);
  const next = rows.length > threadsPerPage && last ? writeCursor({ at: last.lastPostAt, id: last.id }) : null;
  return { pinned, threads, next };
}

/** Questions without an answer, of those the caller may see, and since when the oldest; null where there are none. */
export function countUnansweredThreads(ctx: Context): Promise<{ count: number; oldestAt: Date } | null> {
  return countUnanswered(ctx.db, viewerOf(ctx.user));
}

/** What threads are called, by id. Those that the caller may not read are left out. */
export async function listTitles(ctx: Context, ids: string[]): Promise<Map<string, string>> {
  const rows = await listThreadTitles(ctx.db, viewerOf(ctx.user), ids.filter(isId));
  return new Map(rows.map(({ id, title }) => [id, title]));
}

/** A thread with a page of its posts. Four queries at most. @throws NotFound also where it is not for the caller */
export async function getThread(ctx: Context, id: string, place: PostPlace = {}): Promise<ThreadView> {
  const viewer = viewerOf(ctx.user);
  const head = isId(id) ? await findThreadHead(ctx.db, viewer, id) : null;
  if (!head) throw new NotFound('This thread');
  const { attachment, readAt, isOwn, ...thread } = head;
  const from = await placeOf(ctx, id, place);
  const rows = await listPostRows(ctx.db, viewer, id, from, postsPerPage + 1);
  const page = pageOf(rows, from, id);
  const edited = page.posts.filter((post) => post.editedAt).map((post) => post.id);
  const edits = Map.groupBy(await listEdits(ctx.db, viewer, edited), (edit) => edit.postId);
  const isQuestion = thread.kind === 'discussion' || thread.kind === 'run';
  const may = {
    reply: can.reply(ctx.user, thread),
    replyAnonymously: can.postAnonymously(ctx.user) && canBeAnonymous(thread),
    isAlwaysAnonymous: isOwn && thread.author.isAnonymous,
    moderate: can.moderate(ctx.user),
  };
  return {
    ...thread,
    ...page,
    attachment: runAttachmentSchema.safeParse(attachment).data ?? null,
    may,
    posts: page.posts.map((row): PostView => {
      const isFirst = row.id === id;
      const isAnswer = !isFirst && row.removedBy === null;
      const isMine = row.author.isOwn && row.removedBy === null;
      const rights: PostRights = {
        edit: isMine && may.reply,
        // Whether an own question was answered is asked again when it is removed.
        remove: row.removedBy === null && (may.moderate || (isMine && !(isFirst && rows.length > 1))),
        restore: row.removedBy !== null && (may.moderate || (row.author.isOwn && row.removedBy === 'author')),
        endorse: isAnswer && may.moderate && isQuestion,
        accept: isAnswer && isQuestion && (isOwn || may.moderate),
      };
      return {
        ...row,
        edits: edits.get(row.id)?.map(({ body, replacedAt }) => ({ body, replacedAt })) ?? [],
        isFirst,
        isAccepted: row.id === thread.acceptedPostId,
        isNew: !row.author.isOwn && (readAt === null || row.createdAt > readAt),
        may: rights,
      };
    }),
  };
}

/** A post of the first page is shown on that; what is not the name of a post begins at the first. */
async function placeOf(ctx: Context, threadId: string, { at, after, before }: PostPlace): Promise<PostPlace> {
  const known = (id: string | undefined) => (id && isId(id) ? id : undefined);
  const start = known(at);
  if (start && (await countBefore(ctx.db, threadId, start)) < postsPerPage) return {};
  return { at: start, after: known(after), before: known(before) };
}

/** Cuts the one row too many, which says that there are more; the first post of a thread has its id. */
function pageOf<T extends { id: string }>(rows: T[], { before }: PostPlace, threadId: string) {
  const isLong = rows.length > postsPerPage;
  const posts = before ? rows.slice(isLong ? 1 : 0) : rows.slice(0, postsPerPage);
  const first = posts[0];
  const earlier = first && first.id !== threadId ? first.id : null;
  const later = before || isLong ? (posts.at(-1)?.id ?? null) : null;
  return { posts, earlier, later };
}
