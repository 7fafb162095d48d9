import { findReviewSubject, findThreadAbout, insertThread, lockSubject, upsertRead } from '#db/queries/discussion.ts';
import type { Context } from '#lib/context.ts';
import { endDraft } from '#lib/drafts/server.ts';
import { InvalidInput, NotFound } from '#lib/errors.ts';
import { idempotencyKeySchema, postBodySchema } from './core.ts';
import { isId, parsed } from './input.ts';
import { answer, findOwnPost, getThreadFacts, tellOfPost, viewerOf } from './server.ts';

export type Comment = {
  writingId: string;
  /** The name of the field it is about; null is the whole. */
  anchor: string | null;
  body: string;
  idempotencyKey: string;
};

/**
 * Says something beside a piece of writing: for its authors and staff. The first comment opens the thread.
 * @returns the thread's id
 * @throws NotFound where the writing is not the caller's to see, InvalidInput, Conflict
 */
export async function commentOnWriting(ctx: Context, input: Comment): Promise<string> {
  const subject = isId(input.writingId) ? await findReviewSubject(ctx.db, viewerOf(ctx.user), input.writingId) : null;
  if (!subject) throw new NotFound('This writing');
  if (input.anchor !== null && !subject.fields.includes(input.anchor)) {
    throw new InvalidInput('The writing has no such part.', 'Load the page again.');
  }
  const body = parsed(postBodySchema, input.body);
  const key = parsed(idempotencyKeySchema, input.idempotencyKey);
  return ctx.db.transaction((tx) => comment({ ...ctx, db: tx }, subject, { ...input, body, idempotencyKey: key }));
}

/** The thread beside a piece of writing, if anybody has written in it and the caller may see it. */
export async function findReviewThread(ctx: Context, writingId: string): Promise<string | null> {
  return isId(writingId) ? findThreadAbout(ctx.db, viewerOf(ctx.user), 'review', writingId) : null;
}

type Subject = NonNullable<Awaited<ReturnType<typeof findReviewSubject>>>;

async function comment(ctx: Context, { slug, title }: Subject, input: Comment): Promise<string> {
  const { writingId, anchor, body, idempotencyKey } = input;
  await lockSubject(ctx.db, writingId);
  const known = await findReviewThread(ctx, writingId);
  if (known) {
    const thread = await getThreadFacts(ctx, known);
    if (!(await findOwnPost(ctx, idempotencyKey, body))) {
      await answer(ctx, thread, { threadId: known, body, anonymous: false, anchor, idempotencyKey });
    }
    return known;
  }
  const post = { authorId: ctx.user.id, anonymous: false, anchor, body, idempotencyKey, createdAt: ctx.now };
  const head = { kind: 'review' as const, topic: `item:${slug}`, subjectId: writingId, title };
  const id = await insertThread(ctx.db, head, post);
  await upsertRead(ctx.db, { userId: ctx.user.id, threadId: id, readAt: ctx.now });
  await endDraft(ctx, `review:${writingId}`);
  await tellOfPost(ctx, await getThreadFacts(ctx, id), { id, anonymous: false });
  return id;
}
