import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import { after } from 'next/server';
import { cache } from 'react';
import type { ThreadView } from '#lib/discussion/core.ts';
import { getThread } from '#lib/discussion/read.ts';
import { markRead } from '#lib/discussion/server.ts';
import { listTopics } from '#lib/discussion/topics.ts';
import { NotFound } from '#lib/errors.ts';
import { paths } from '#lib/paths.ts';
import { PageBody } from '../../../_components/page-body.tsx';
import { PageHeader } from '../../../_components/page-header.tsx';
import { ModerateButton } from '../../../_discussion/moderate-button.tsx';
import { RunAttachmentView } from '../../../_discussion/run-attachment.tsx';
import { ThreadPosts } from '../../../_discussion/thread.tsx';
import { pageContext } from '../../../session.ts';
import { ThreadMarks } from '../thread-line.tsx';

type Props = {
  params: Promise<{ id: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

/** Once a request, for the title of the window and the page. */
const load = cache(
  async (id: string, at: string | undefined, after_: string | undefined, before: string | undefined) => {
    const ctx = await pageContext(paths.thread(id));
    const thread = await getThread(ctx, id, { at, after: after_, before }).catch(missing);
    return { ctx, thread };
  },
);

async function loadFrom({ params, searchParams }: Props) {
  const [{ id }, query] = await Promise.all([params, searchParams]);
  const one = (name: string) => (typeof query[name] === 'string' ? query[name] : undefined);
  return load(id, one('at'), one('after'), one('before'));
}

export async function generateMetadata(props: Props): Promise<Metadata> {
  return { title: (await loadFrom(props)).thread.title };
}

export default async function ThreadPage(props: Props) {
  const { ctx, thread } = await loadFrom(props);
  const topics = await listTopics(ctx);
  const topic = topics.find((choice) => choice.topic === thread.topic);
  // Once the page is out: what it calls new is measured against the visit before.
  after(() => markRead(ctx, thread.id));
  return (
    <PageBody width="text">
      <PageHeader
        className="mb-5"
        size="small"
        eyebrow={
          <>
            <Link href={paths.discussion()} className="link">
              Discussion
            </Link>
            {topic && (
              <>
                {' / '}
                <Link href={paths.discussion({ topic: topic.topic })} className="link">
                  {topic.title}
                </Link>
              </>
            )}
          </>
        }
        title={thread.title}
      />
      <div className="mb-8 flex flex-wrap items-center justify-between gap-x-6 gap-y-2">
        <div className="space-y-1">
          <ThreadMarks thread={thread} />
          <p className="text-sm text-ink-soft">{audience(thread)}</p>
        </div>
        {thread.may.moderate && <Moderation thread={thread} />}
      </div>
      {thread.attachment && <RunAttachmentView attachment={thread.attachment} />}
      <ThreadPosts ctx={ctx} thread={thread} />
    </PageBody>
  );
}

function audience({ kind, staffOnly }: ThreadView): string {
  if (kind === 'run') return 'Only whose run it is and staff see this.';
  if (kind === 'review') return 'Only the authors of the writing and staff see this.';
  return staffOnly ? 'Only who wrote it and staff see this.' : 'Everybody in the course sees this.';
}

function Moderation({ thread: { id, isPinned, isLocked } }: { thread: ThreadView }) {
  const back = paths.thread(id);
  return (
    <div className="-ml-2.5 flex flex-wrap gap-x-1 print:hidden">
      <ModerateButton id={id} intent={isPinned ? 'unpin' : 'pin'} back={back}>
        {isPinned ? 'Unpin' : 'Pin to the top'}
      </ModerateButton>
      <ModerateButton id={id} intent={isLocked ? 'unlock' : 'lock'} back={back}>
        {isLocked ? 'Unlock' : 'Lock'}
      </ModerateButton>
    </div>
  );
}

/** A thread that is not there, or not for this reader, is the same page. */
function missing(error: unknown): never {
  if (error instanceof NotFound) notFound();
  throw error;
}
