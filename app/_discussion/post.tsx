import { BadgeCheck, CircleCheck } from 'lucide-react';
import { type PostView, showAuthor } from '#lib/discussion/core.ts';
import { Status } from '../_components/status.tsx';
import { Time } from '../_components/time.tsx';
import { Prose } from '../_writing/prose.tsx';
import { AuthorName } from './author-name.tsx';
import { EditForm } from './edit-form.tsx';
import { ModerateButton } from './moderate-button.tsx';

type Props = {
  post: PostView;
  /** The page that shows it. */
  back: string;
  /** What a comment's field is called. */
  anchors?: Readonly<Record<string, string>>;
};

export function Post({ post, back, anchors = {} }: Props) {
  const { name } = showAuthor(post.author);
  const what = post.isFirst ? 'Post' : 'Reply';
  const anchor = post.anchor === null ? null : (anchors[post.anchor] ?? post.anchor);
  return (
    <li>
      <article
        id={`post-${post.id}`}
        aria-label={`${what} by ${name}`}
        className={`scroll-mt-6 border-l-2 py-1 pl-4 sm:pl-5 ${post.isAccepted ? 'border-good' : post.isNew ? 'border-accent' : 'border-rule'}`}
      >
        <header className="mb-2 flex flex-wrap items-baseline gap-x-3 gap-y-1 text-sm">
          <AuthorName author={post.author} className="font-[550]" />
          <span className="text-ink-soft">
            <Time at={post.createdAt} past />
            {post.editedAt && (
              <>
                , edited <Time at={post.editedAt} show="relative" past />
              </>
            )}
          </span>
          {anchor && <span className="text-ink-soft">on {anchor}</span>}
          {post.isNew && <span className="font-[550] text-accent">New</span>}
          {post.isAccepted && (
            <Status tone="good" icon={CircleCheck}>
              Accepted answer
            </Status>
          )}
          {post.endorsedBy && !post.removedBy && (
            <Status tone="good" icon={BadgeCheck}>
              <span>
                Endorsed by <bdi>{post.endorsedBy}</bdi>
              </span>
            </Status>
          )}
        </header>
        <Body post={post} />
        <Earlier post={post} />
        <Actions post={post} back={back} />
      </article>
    </li>
  );
}

function Body({ post }: { post: PostView }) {
  const removed =
    post.removedBy === 'staff'
      ? 'This post was removed by staff.'
      : post.author.isOwn
        ? 'You removed this post.'
        : 'This post was removed by its author.';
  if (!post.removedBy) return <Prose markdown={post.body ?? ''} compact />;
  return (
    <>
      <p className="text-ink-soft italic">{removed}</p>
      {post.body !== null && (
        <details className="mt-1">
          <summary className="text-sm text-ink-soft">What it said</summary>
          <div className="mt-2 opacity-80">
            <Prose markdown={post.body} compact />
          </div>
        </details>
      )}
    </>
  );
}

function Earlier({ post: { edits } }: { post: PostView }) {
  if (edits.length === 0) return null;
  return (
    <details className="mt-2">
      <summary className="text-sm text-ink-soft">
        {edits.length === 1 ? 'One earlier wording' : `${edits.length} earlier wordings`}
      </summary>
      <ol className="mt-2 space-y-3">
        {edits.map(({ body, replacedAt }) => (
          <li key={replacedAt.toISOString()}>
            <p className="text-xs text-ink-soft">
              Until <Time at={replacedAt} show="absolute" past />
            </p>
            <pre className="mt-1 max-w-measure rounded-md bg-well px-3 py-2 font-mono text-sm break-words whitespace-pre-wrap">
              {body}
            </pre>
          </li>
        ))}
      </ol>
    </details>
  );
}

function Actions({ post, back }: { post: PostView; back: string }) {
  const { may, id } = post;
  if (!(may.accept || may.endorse || may.edit || may.remove || may.restore)) return null;
  const here = `${back}#post-${id}`;
  const { name } = showAuthor(post.author);
  const whose = post.author.isOwn ? 'your own post' : `the post by ${name}`;
  const button = (intent: string, words: string) => (
    <ModerateButton id={id} intent={intent} back={here} label={`${words}: ${whose}`}>
      {words}
    </ModerateButton>
  );
  return (
    <div className="mt-2 -ml-2.5 flex flex-wrap items-center gap-x-1 print:hidden">
      {may.accept && (post.isAccepted ? button('unaccept', 'Take acceptance back') : button('accept', 'Accept answer'))}
      {may.endorse && (post.endorsedBy ? button('unendorse', 'Take endorsement back') : button('endorse', 'Endorse'))}
      {may.remove && button('remove', 'Remove')}
      {may.restore && button('restore', 'Bring back')}
      {may.edit && (
        <details className="px-2.5 open:w-full">
          <summary className="inline-flex min-h-8 items-center text-sm font-[550] text-ink-soft hover:text-ink">
            Edit
          </summary>
          <EditForm postId={id} body={post.body ?? ''} seen={post.editedAt?.toISOString() ?? ''} back={back} />
        </details>
      )}
    </div>
  );
}
