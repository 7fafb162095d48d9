import { randomUUID } from 'node:crypto';
import type { Context } from '#lib/context.ts';
import type { ThreadView } from '#lib/discussion/core.ts';
import { emptyDraft } from '#lib/drafts/core.ts';
import { findOwnDraft } from '#lib/drafts/server.ts';
import { paths } from '#lib/paths.ts';
import { ButtonLink } from '../_components/button.tsx';
import { Notice } from '../_components/notice.tsx';
import { Post } from './post.tsx';
import { ReplyForm } from './reply-form.tsx';

type Props = {
  ctx: Context;
  thread: ThreadView;
  /** The page that shows it, where that is not the thread's own. */
  back?: string;
  anchors?: Readonly<Record<string, string>>;
  /** Where another form stands in for the reply. */
  withoutReply?: boolean;
};

/** The posts of a thread with the form to reply: wherever people talk, this is how it looks. */
export function ThreadPosts({ ctx, thread, back, anchors, withoutReply = false }: Props) {
  const { id, posts, earlier, later } = thread;
  const here = back ?? (earlier && posts[0] ? paths.thread(id, posts[0].id).replace(/#.*/, '') : paths.thread(id));
  return (
    <div id="posts" className="space-y-8">
      {earlier && (
        <nav aria-label="Earlier posts" className="flex flex-wrap gap-2">
          <ButtonLink size="sm" href={paths.thread(id)}>
            First posts
          </ButtonLink>
          <ButtonLink size="sm" href={paths.threadPage(id, { before: earlier })}>
            Earlier posts
          </ButtonLink>
        </nav>
      )}
      <ol className="space-y-8">
        {posts.map((post) => (
          <Post key={post.id} post={post} back={here} {...(anchors ? { anchors } : {})} />
        ))}
      </ol>
      {later && (
        <nav aria-label="Later posts">
          <ButtonLink size="sm" href={paths.threadPage(id, { after: later })}>
            Later posts
          </ButtonLink>
        </nav>
      )}
      {!withoutReply && <Reply ctx={ctx} thread={thread} back={back ?? ''} />}
    </div>
  );
}

async function Reply({ ctx, thread: { id, may }, back }: { ctx: Context; thread: ThreadView; back: string }) {
  if (!may.reply) return <Notice>Staff have locked this thread: it can be read, and no more be added to.</Notice>;
  return (
    <section aria-label="Reply" className="border-t border-rule pt-6 print:hidden">
      <ReplyForm
        threadId={id}
        idempotencyKey={randomUUID()}
        back={back}
        draft={(await findOwnDraft(ctx, `post:${id}`)) ?? emptyDraft}
        anonymity={may.isAlwaysAnonymous ? 'always' : may.replyAnonymously ? 'choice' : 'none'}
      />
    </section>
  );
}
