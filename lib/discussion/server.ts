import {
  findSentPost,
  findThread,
  insertReply,
  insertThread,
  listFollowers,
  listPeople,
  type ThreadFacts,
  upsertRead,
  type Viewer,
} from '#db/queries/discussion.ts';
import { can, type User } from '#lib/auth/core.ts';
import type { Context } from '#lib/context.ts';
import { audit } from '#lib/course/audit.ts';
import { endDraft } from '#lib/drafts/server.ts';
import { Conflict, Forbidden, InvalidInput, NotFound } from '#lib/errors.ts';
import { notify } from '#lib/notices/server.ts';
import { paths } from '#lib/paths.ts';
import { indexThread } from '#lib/search/texts.ts';
import {
  canBeAnonymous,
  idempotencyKeySchema,
  isAnonymousReply,
  postBodySchema,
  type ThreadKind,
  threadTitleSchema,
} from './core.ts';
import { isId, parsed } from './input.ts';
import { checkTopic } from './topics.ts';

/** What a query needs to know of who asks. */
export const viewerOf = (user: User): Viewer => ({ id: user.id, isStaff: can.moderate(user) });

export type StartThread = {
  kind: Extract<ThreadKind, 'discussion' | 'announcement'>;
  topic: string;
  title: string;
  body: string;
  anonymous: boolean;
  staffOnly: boolean;
  idempotencyKey: string;
};

/**
 * Opens a thread with its first post. Sent twice under one key, it is one thread.
 * @returns its id
 * @throws InvalidInput naming what is wrong, Forbidden, Conflict for a key that was used for another text
 */
export async function startThread(ctx: Context, input: StartThread): Promise<string> {
  if (input.kind === 'announcement' && !can.announce(ctx.user)) throw new Forbidden('Announcements are for staff.');
  const title = parsed(threadTitleSchema, input.title);
  const body = parsed(postBodySchema, input.body);
  checkAnonymity(ctx.user, input.anonymous, input);
  return ctx.db.transaction((tx) => start({ ...ctx, db: tx }, { ...input, title, body }));
}

async function start(ctx: Context, input: StartThread): Promise<string> {
  const { kind, topic, title, body, anonymous, staffOnly } = input;
  const key = parsed(idempotencyKeySchema, input.idempotencyKey);
  const known = await findOwnPost(ctx, key, body);
  if (known) return known.threadId;
  await checkTopic(ctx, topic);
  const post = { authorId: ctx.user.id, anonymous, body, idempotencyKey: key, createdAt: ctx.now };
  const id = await insertThread(ctx.db, { kind, topic, title, staffOnly }, post);
  await indexThread(ctx.db, { id, title, body });
  await upsertRead(ctx.db, { userId: ctx.user.id, threadId: id, readAt: ctx.now });
  await endDraft(ctx, 'thread:new');
  await tellOfThread(ctx, id, input);
  return id;
}

async function tellOfThread(ctx: Context, id: string, { kind, title, staffOnly }: StartThread): Promise<void> {
  const href = paths.thread(id);
  if (kind === 'announcement') {
    await audit(ctx.db, ctx, 'announcement.post', `thread:${id}`, { after: { title, staffOnly } });
    const readers = await listPeople(ctx.db, staffOnly ? 'staff' : 'everybody');
    await notify(ctx, { kind: 'announcement', title: `Announcement: ${title}`, href }, readers);
  } else if (staffOnly) {
    await notify(ctx, { kind: 'question', title: `For staff only: ${title}`, href }, await listPeople(ctx.db, 'staff'));
  }
}

export type Reply = {
  threadId: string;
  body: string;
  anonymous: boolean;
  /** Of a comment on writing: the field it is about. */
  anchor?: string | null;
  idempotencyKey: string;
};

/**
 * Answers in a thread that the caller sees. Sent twice under one key, it is one post.
 * @returns the post's id
 * @throws NotFound, Forbidden where the thread is locked, InvalidInput, Conflict
 */
export async function reply(ctx: Context, input: Reply): Promise<string> {
  const thread = await getThreadFacts(ctx, input.threadId);
  if (!can.reply(ctx.user, { isLocked: thread.lockedAt !== null })) throw locked();
  const body = parsed(postBodySchema, input.body);
  checkAnonymity(ctx.user, input.anonymous, thread);
  return ctx.db.transaction((tx) => answer({ ...ctx, db: tx }, thread, { ...input, body }));
}

/** The same inside a transaction that has found the thread and checked the rest. */
export async function answer(ctx: Context, thread: ThreadFacts, input: Reply): Promise<string> {
  const key = parsed(idempotencyKeySchema, input.idempotencyKey);
  const known = await findOwnPost(ctx, key, input.body, thread.id);
  if (known) return known.id;
  const isOwn = thread.authorId === ctx.user.id;
  const anonymous = isAnonymousReply(input.anonymous, { anonymous: thread.anonymous, isOwn });
  const id = await insertReply(ctx.db, thread.id, can.reply(ctx.user, { isLocked: true }), {
    authorId: ctx.user.id,
    anonymous,
    anchor: input.anchor ?? null,
    body: input.body,
    idempotencyKey: key,
    createdAt: ctx.now,
  });
  if (id === null) throw locked();
  await upsertRead(ctx.db, { userId: ctx.user.id, threadId: thread.id, readAt: ctx.now });
  await endDraft(ctx, `post:${thread.id}`);
  await tellOfPost(ctx, thread, { id, anonymous });
  return id;
}

/** Tells whom the thread concerns, and all of staff where none of them is among those. */
export async function tellOfPost(ctx: Context, thread: ThreadFacts, post: { id: string; anonymous: boolean }) {
  const href = paths.thread(thread.id, post.id);
  const anonymous = post.anonymous || (thread.namesHidden && !can.moderate(ctx.user));
  const followers = await listFollowers(ctx.db, thread);
  const words = thread.kind === 'review' ? 'A comment on' : 'A reply in';
  const title = `${words} “${thread.title}”`;
  await notify(
    ctx,
    { kind: 'reply', title, href, anonymous },
    followers.map(({ id }) => id),
  );
  const isForStaff = thread.kind === 'run' || thread.kind === 'review' || thread.staffOnly;
  if (!isForStaff || can.moderate(ctx.user) || followers.some(({ isStaff }) => isStaff)) return;
  await notify(ctx, { kind: 'question', title, href, anonymous }, await listPeople(ctx.db, 'staff'));
}

/** The caller has read the thread up to now. */
export async function markRead(ctx: Context, threadId: string): Promise<void> {
  const thread = await getThreadFacts(ctx, threadId);
  await upsertRead(ctx.db, { userId: ctx.user.id, threadId: thread.id, readAt: ctx.now });
}

/** For verbs. @throws NotFound also where it is not for the caller: that it exists is nobody's business */
export async function getThreadFacts(ctx: Context, id: string): Promise<ThreadFacts> {
  const thread = isId(id) ? await findThread(ctx.db, viewerOf(ctx.user), id) : null;
  if (!thread) throw new NotFound('This thread');
  return thread;
}

/** What the caller sent under this key, if they did. @throws Conflict where it was something else */
export async function findOwnPost(ctx: Context, key: string, body: string, threadId?: string) {
  const known = await findSentPost(ctx.db, ctx.user.id, key);
  if (!known) return null;
  if (known.body === body && (threadId === undefined || known.threadId === threadId)) return known;
  throw new Conflict('This was sent before, with another text.', 'Load the page again; what you wrote is kept.');
}

function checkAnonymity(user: User, wanted: boolean, thread: { kind: ThreadKind; staffOnly: boolean }): void {
  if (!wanted) return;
  if (!can.postAnonymously(user)) throw new InvalidInput('Staff write under their own name.');
  if (!canBeAnonymous(thread)) throw new InvalidInput('Only staff read this: there is nobody to be anonymous to.');
}

const locked = () => new Forbidden('This thread is locked: staff have ended the discussion in it.');
