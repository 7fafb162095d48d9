import { randomUUID } from 'node:crypto';
import type { Metadata } from 'next';
import Link from 'next/link';
import { forbidden } from 'next/navigation';
import { can } from '#lib/auth/core.ts';
import { listTopics } from '#lib/discussion/topics.ts';
import { emptyDraft } from '#lib/drafts/core.ts';
import { findOwnDraft } from '#lib/drafts/server.ts';
import { paths } from '#lib/paths.ts';
import { PageBody } from '../../../_components/page-body.tsx';
import { PageHeader } from '../../../_components/page-header.tsx';
import { StartForm } from '../../../_discussion/start-form.tsx';
import { pageContext } from '../../../session.ts';

export const metadata: Metadata = { title: 'New thread' };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function NewThreadPage({ searchParams }: Props) {
  const { topic, kind: wanted } = await searchParams;
  const kind = wanted === 'announcement' ? 'announcement' : 'discussion';
  const ctx = await pageContext(
    paths.newThread({ ...(typeof topic === 'string' ? { topic } : {}), ...(kind === 'announcement' ? { kind } : {}) }),
  );
  if (kind === 'announcement' && !can.announce(ctx.user)) forbidden();
  const topics = await listTopics(ctx);
  const chosen = topics.find((choice) => choice.topic === topic)?.topic ?? 'general';
  return (
    <PageBody width="text">
      <PageHeader
        eyebrow={
          <Link href={paths.discussion()} className="link">
            Discussion
          </Link>
        }
        title={kind === 'announcement' ? 'New announcement' : 'New thread'}
        lead={
          kind === 'announcement'
            ? 'Everybody in the course is told of it, in the page and by mail.'
            : 'Everybody in the course can read it and answer, unless you say otherwise.'
        }
      />
      <StartForm
        kind={kind}
        topic={chosen}
        topics={topics}
        idempotencyKey={randomUUID()}
        draft={(await findOwnDraft(ctx, 'thread:new')) ?? emptyDraft}
        mayBeAnonymous={can.postAnonymously(ctx.user)}
      />
    </PageBody>
  );
}
