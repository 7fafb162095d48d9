import type { Metadata } from 'next';
import Link from 'next/link';
import { paths } from '#lib/paths.ts';
import type { WrittenItem } from '#lib/writing/core/view.ts';
import { listWritten } from '#lib/writing/items.ts';
import { EmptyState } from '../../_components/empty-state.tsx';
import { PageBody } from '../../_components/page-body.tsx';
import { PageHeader } from '../../_components/page-header.tsx';
import { pageContext } from '../../session.ts';
import { WritingPage } from '../reflections/writing-page.tsx';

export const metadata: Metadata = { title: 'Proposal' };

type Props = { searchParams: Promise<{ item?: string; done?: string }> };

export default async function ProposalsPage({ searchParams }: Props) {
  const { item: slug, done } = await searchParams;
  const ctx = await pageContext(paths.proposals(slug));
  const proposals = (await listWritten(ctx)).filter(({ kind }) => kind === 'proposal');
  const item = proposals.find((one) => one.slug === slug) ?? current(proposals, ctx.now);
  if (!item) return <Nothing />;
  const others = proposals.filter((one) => one !== item);
  return (
    <WritingPage
      ctx={ctx}
      item={item}
      done={done}
      eyebrow="Proposal"
      others={others.length > 0 && <Others items={others} />}
    />
  );
}

/** The one that is due next, or the last one. */
const current = (all: WrittenItem[], now: Date) => all.find(({ dueAt }) => dueAt > now) ?? all.at(-1);

function Others({ items }: { items: WrittenItem[] }) {
  return (
    <nav aria-label="Other proposals" className="mb-8 flex flex-wrap gap-x-4 text-sm">
      {items.map(({ slug, title }) => (
        <Link key={slug} href={paths.proposals(slug)} className="link">
          {title}
        </Link>
      ))}
    </nav>
  );
}

function Nothing() {
  return (
    <PageBody>
      <PageHeader title="Proposal" />
      <EmptyState title="No proposal is asked for yet">
        When your instructor asks for one, you write it, hand it in and read the answer here.
      </EmptyState>
    </PageBody>
  );
}
