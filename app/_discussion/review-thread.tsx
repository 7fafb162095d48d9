import { randomUUID } from 'node:crypto';
import { after } from 'next/server';
import type { Context } from '#lib/context.ts';
import { getThread } from '#lib/discussion/read.ts';
import { findReviewThread } from '#lib/discussion/review.ts';
import { markRead } from '#lib/discussion/server.ts';
import { emptyDraft } from '#lib/drafts/core.ts';
import { findOwnDraft } from '#lib/drafts/server.ts';
import { CommentForm } from './comment-form.tsx';
import { ThreadPosts } from './thread.tsx';

type Props = {
  ctx: Context;
  writingId: string;
  /** The address of the page that shows it. */
  back: string;
  /** What each field of the writing is called, by name: a comment can be about one of them. */
  fields: Readonly<Record<string, string>>;
};

/** The comments beside a piece of writing: for its authors and staff, who are told of each. */
export async function ReviewThread({ ctx, writingId, back, fields }: Props) {
  const draft = (await findOwnDraft(ctx, `review:${writingId}`)) ?? emptyDraft;
  const id = await findReviewThread(ctx, writingId);
  const thread = id === null ? null : await getThread(ctx, id);
  // Once the page is out: what it calls new is measured against the visit before.
  if (thread) after(() => markRead(ctx, thread.id));
  return (
    <section id="comments" aria-labelledby="comments-title" className="space-y-6">
      <h2 id="comments-title" className="text-xl">
        Comments
      </h2>
      {thread ? (
        <ThreadPosts ctx={ctx} thread={thread} back={back} anchors={fields} withoutReply />
      ) : (
        <p className="text-ink-soft">Nobody has said anything yet. The authors and staff read what is written here.</p>
      )}
      <CommentForm writingId={writingId} back={back} fields={fields} idempotencyKey={randomUUID()} draft={draft} />
    </section>
  );
}
