import { findPost, replaceBody, updatePost, updateThread } from '#db/queries/discussion.ts';
import { can } from '#lib/auth/core.ts';
import type { Context } from '#lib/context.ts';
import { audit } from '#lib/course/audit.ts';
import { endDraft } from '#lib/drafts/server.ts';
import { Conflict, Forbidden, InvalidInput, NotFound } from '#lib/errors.ts';
import { notify } from '#lib/notices/server.ts';
import { paths } from '#lib/paths.ts';
import { forgetThread, indexThread } from '#lib/search/texts.ts';
import { postBodySchema } from './core.ts';
import { isId, parsed } from './input.ts';
import { getThreadFacts, viewerOf } from './server.ts';

type Found = NonNullable<Awaited<ReturnType<typeof findPost>>>;

/** Runs `act` on a post that the caller sees, in one transaction that nobody else changes the post in. @throws NotFound */
async function onPost(ctx: Context, id: string, act: (ctx: Context, found: Found) => Promise<void>): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    const found = isId(id) ? await findPost(tx, viewerOf(ctx.user), id) : null;
    if (!found) throw new NotFound('This post');
    await act({ ...ctx, db: tx }, found);
  });
}

/** @param seen when the text that was edited had last been changed, as an ISO time; empty for the first wording */
export type EditPost = { postId: string; body: string; seen: string };

/**
 * Changes what a post says; what it said is kept for its author and staff.
 * @throws Forbidden to all but the author, InvalidInput, Conflict where it was changed elsewhere meanwhile
 */
export async function editPost(ctx: Context, input: EditPost): Promise<void> {
  const body = parsed(postBodySchema, input.body);
  await onPost(ctx, input.postId, async (own, { post, thread }) => {
    if (!can.editPost(ctx.user, post, { isLocked: thread.lockedAt !== null })) throw new Forbidden();
    if (post.removedAt) throw new Forbidden('This post was removed.');
    if (body === post.body) return;
    if ((post.editedAt?.toISOString() ?? '') !== input.seen) {
      throw new Conflict(
        'This post was changed elsewhere since.',
        'Load the page again to see how; your text is kept.',
      );
    }
    await replaceBody(own.db, post, body, { id: ctx.user.id, at: ctx.now });
    if (post.id === thread.id) await indexThread(own.db, { id: thread.id, title: thread.title, body });
    await endDraft(own, `edit:${post.id}`);
  });
}

/** Takes a post away from classmates; a question takes its thread along. @throws NotFound, Forbidden */
export async function removePost(ctx: Context, postId: string): Promise<void> {
  await onPost(ctx, postId, async (own, { post, thread }) => {
    const isAnsweredQuestion = post.isAnswered;
    if (!can.removePost(ctx.user, { authorId: post.authorId, isAnsweredQuestion })) {
      const why = post.authorId === ctx.user.id ? 'Others have answered: only staff can remove it now.' : undefined;
      throw new Forbidden(why);
    }
    if (post.removedAt) return;
    await updatePost(own.db, post.id, { removedAt: ctx.now, removedBy: ctx.user.id });
    if (thread.acceptedPostId === post.id) {
      await updateThread(own.db, thread.id, { acceptedPostId: null, acceptedBy: null });
    }
    if (post.id === thread.id) await forgetThread(own.db, thread.id);
    await audit(own.db, ctx, 'post.remove', `post:${post.id}`, { before: { thread: thread.id, body: post.body } });
    const news = { title: `Your post in “${thread.title}” was removed`, href: paths.thread(thread.id) };
    if (can.moderate(ctx.user)) await notify(own, { kind: 'reply', ...news }, [post.authorId]);
  });
}

/** Brings back what was removed. For staff, and for an author who removed it. @throws NotFound, Forbidden */
export async function restorePost(ctx: Context, postId: string): Promise<void> {
  await onPost(ctx, postId, async (own, { post, thread }) => {
    if (!can.restorePost(ctx.user, post)) throw new Forbidden();
    if (!post.removedAt) return;
    await updatePost(own.db, post.id, { removedAt: null, removedBy: null });
    if (post.id === thread.id) await indexThread(own.db, { id: thread.id, title: thread.title, body: post.body });
    await audit(own.db, ctx, 'post.restore', `post:${post.id}`, { after: { thread: thread.id } });
  });
}

/** Marks a reply as right in the eyes of staff, or takes that back. @throws NotFound, Forbidden, InvalidInput */
export async function endorsePost(ctx: Context, postId: string, endorsed: boolean): Promise<void> {
  if (!can.moderate(ctx.user)) throw new Forbidden('Only staff endorse answers.');
  await onPost(ctx, postId, async (own, { post, thread }) => {
    refuseAsAnswer(post, thread.id);
    if ((post.endorsedAt !== null) === endorsed) return;
    const state = endorsed ? { endorsedAt: ctx.now, endorsedBy: ctx.user.id } : { endorsedAt: null, endorsedBy: null };
    await updatePost(own.db, post.id, state);
    await audit(own.db, ctx, 'post.endorse', `post:${post.id}`, {
      before: { endorsed: !endorsed },
      after: { endorsed },
    });
    if (!endorsed) return;
    const href = paths.thread(thread.id, post.id);
    await notify(own, { kind: 'reply', title: `Staff endorsed your answer in “${thread.title}”`, href }, [
      post.authorId,
    ]);
  });
}

/**
 * Says which reply answered the question, or takes that back. For who asked, and staff.
 * @throws NotFound, Forbidden, InvalidInput
 */
export async function acceptAnswer(ctx: Context, postId: string, accepted: boolean): Promise<void> {
  await onPost(ctx, postId, async (own, { post, thread }) => {
    if (!can.acceptAnswer(ctx.user, thread)) throw new Forbidden('Only who asked, and staff, accept an answer.');
    refuseAsAnswer(post, thread.id);
    if (thread.kind !== 'discussion' && thread.kind !== 'run') throw new InvalidInput('Nothing was asked here.');
    const before = thread.acceptedPostId;
    if ((before === post.id) === accepted) return;
    const state = accepted
      ? { acceptedPostId: post.id, acceptedBy: ctx.user.id }
      : { acceptedPostId: null, acceptedBy: null };
    await updateThread(own.db, thread.id, state);
    const after = { answer: accepted ? post.id : null };
    await audit(own.db, ctx, 'thread.accept', `thread:${thread.id}`, { before: { answer: before }, after });
    if (!accepted) return;
    const title = `Your answer in “${thread.title}” was accepted`;
    const href = paths.thread(thread.id, post.id);
    const anonymous = thread.anonymous && thread.authorId === ctx.user.id;
    await notify(own, { kind: 'reply', title, href, anonymous }, [post.authorId]);
  });
}

function refuseAsAnswer(post: Found['post'], threadId: string): void {
  if (post.id === threadId) throw new InvalidInput('The question is not its own answer.');
  if (post.removedAt) throw new InvalidInput('This post was removed.', 'Choose another answer.');
}

/** Keeps a thread at the top of the list, or lets it go. @throws NotFound, Forbidden */
export async function pinThread(ctx: Context, threadId: string, pinned: boolean): Promise<void> {
  const state = pinned ? { pinnedAt: ctx.now, pinnedBy: ctx.user.id } : { pinnedAt: null, pinnedBy: null };
  await moderateThread(ctx, threadId, 'thread.pin', { pinned }, state);
}

/** Ends a discussion for students, or opens it again. @throws NotFound, Forbidden */
export async function lockThread(ctx: Context, threadId: string, locked: boolean): Promise<void> {
  const state = locked ? { lockedAt: ctx.now, lockedBy: ctx.user.id } : { lockedAt: null, lockedBy: null };
  await moderateThread(ctx, threadId, 'thread.lock', { locked }, state);
}

async function moderateThread(
  ctx: Context,
  threadId: string,
  verb: string,
  after: object,
  state: Parameters<typeof updateThread>[2],
): Promise<void> {
  if (!can.moderate(ctx.user)) throw new Forbidden();
  const thread = await getThreadFacts(ctx, threadId);
  await ctx.db.transaction(async (tx) => {
    await updateThread(tx, thread.id, state);
    await audit(tx, ctx, verb, `thread:${thread.id}`, { after });
  });
}
