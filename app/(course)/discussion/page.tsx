import { Megaphone, Plus } from 'lucide-react';
import type { Metadata } from 'next';
import { can } from '#lib/auth/core.ts';
import { type ThreadFilter, type ThreadRow, threadFilters } from '#lib/discussion/core.ts';
import { listThreads } from '#lib/discussion/read.ts';
import { listTopics } from '#lib/discussion/topics.ts';
import { paths } from '#lib/paths.ts';
import { ButtonLink } from '../../_components/button.tsx';
import { EmptyState } from '../../_components/empty-state.tsx';
import { PageBody } from '../../_components/page-body.tsx';
import { PageHeader } from '../../_components/page-header.tsx';
import { pageContext } from '../../session.ts';
import { Filters } from './filters.tsx';
import { ThreadLine } from './thread-line.tsx';

export const metadata: Metadata = { title: 'Discussion' };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function DiscussionPage({ searchParams }: Props) {
  const { show, topic, cursor } = readFilter(await searchParams);
  const ctx = await pageContext(
    paths.discussion({ show: show === 'all' ? undefined : show, topic: topic ?? undefined }),
  );
  const [page, topics] = await Promise.all([listThreads(ctx, { show, topic, cursor }), listTopics(ctx)]);
  const titles = new Map(topics.map((choice) => [choice.topic, choice.title]));
  const known = topic !== null && titles.has(topic) ? topic : undefined;
  const all = [...page.pinned, ...page.threads];
  return (
    <PageBody>
      <PageHeader
        title="Discussion"
        lead="Ask, answer, and read what others wondered about."
        actions={
          <>
            {can.announce(ctx.user) && (
              <ButtonLink href={paths.newThread({ kind: 'announcement' })}>
                <Megaphone aria-hidden /> Announce
              </ButtonLink>
            )}
            <ButtonLink href={paths.newThread(known ? { topic: known } : {})} tone="primary">
              <Plus aria-hidden /> New thread
            </ButtonLink>
          </>
        }
      />
      <Filters show={show} topic={known ?? null} topics={topics} />
      {all.length === 0 ? <Empty show={show} isFiltered={topic !== null} /> : <List threads={all} titles={titles} />}
      {page.next && (
        <nav aria-label="More threads" className="mt-6">
          <ButtonLink href={paths.discussion({ show, topic: known, cursor: page.next })}>Older threads</ButtonLink>
        </nav>
      )}
    </PageBody>
  );
}

function List({ threads, titles }: { threads: ThreadRow[]; titles: Map<string, string> }) {
  return (
    <ol aria-label="Threads" className="divide-y divide-rule border-y border-rule">
      {threads.map((thread) => (
        <ThreadLine key={thread.id} thread={thread} topic={titles.get(thread.topic) ?? 'General'} />
      ))}
    </ol>
  );
}

const nothing: Record<ThreadFilter, string> = {
  all: 'Nobody has asked anything yet. What you wonder about, others wonder about too.',
  unanswered: 'Every question has an answer.',
  unread: 'You have read everything.',
  mine: 'What you ask and where you answer appears here.',
  announcements: 'What staff tell everybody appears here, and as a notice.',
};

function Empty({ show, isFiltered }: { show: ThreadFilter; isFiltered: boolean }) {
  return (
    <EmptyState title="No threads here">
      {isFiltered && show === 'all' ? 'Nobody has asked about this topic yet.' : nothing[show]}
    </EmptyState>
  );
}

function readFilter(query: Awaited<Props['searchParams']>) {
  const one = (name: string) => (typeof query[name] === 'string' ? query[name] : undefined);
  const show = threadFilters.find((filter) => filter === one('show')) ?? 'all';
  return { show, topic: one('topic') || null, cursor: one('cursor') };
}
