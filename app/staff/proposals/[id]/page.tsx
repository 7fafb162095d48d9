import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import { NotFound } from '#lib/errors.ts';
import { paths } from '#lib/paths.ts';
import { neighbours, nextWaiting } from '#lib/writing/core/order.ts';
import { getForReview, listForReview } from '#lib/writing/review.ts';
import { listSnippets } from '#lib/writing/snippets.ts';
import { PageBody } from '../../../_components/page-body.tsx';
import { PageHeader } from '../../../_components/page-header.tsx';
import { Time } from '../../../_components/time.tsx';
import { WritingStatus } from '../../../_writing/writing-status.tsx';
import { staffContext } from '../../../session.ts';
import { TextUnderReview } from '../../written/review/texts.tsx';
import { filtered, filterQuery, readFilter, topicFieldOf } from '../filter.ts';

export const metadata: Metadata = { title: 'Proposal' };

type Props = {
  params: Promise<{ id: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export default async function ProposalPage({ params, searchParams }: Props) {
  const [{ id }, query] = await Promise.all([params, searchParams]);
  const ctx = await staffContext(paths.staff.proposal(id));
  const shown = await getForReview(ctx, id).catch(missing);
  const [rows, snippets] = await Promise.all([listForReview(ctx, shown.item), listSnippets(ctx)]);
  const row = rows.find((one) => one.id === id);
  if (!row) notFound();
  const filter = readFilter(query);
  const list = filtered(rows, filter, topicFieldOf(shown.item.fields));
  const { previous, next, position, count } = neighbours(list, id);
  const addressOf = (one: { id: string }) => `${paths.staff.proposal(one.id)}${filterQuery(filter)}`;
  const waiting = nextWaiting(list, id);
  const all = `${paths.staff.proposals()}${filterQuery(filter)}`;
  return (
    <PageBody>
      <PageHeader
        size="small"
        eyebrow={
          <Link href={all} className="link">
            Proposals
          </Link>
        }
        title={row.authors?.map(({ name }) => name).join(', ') ?? 'Name hidden'}
        lead={
          <>
            Version {row.number}
            {row.submittedAt && (
              <>
                , <Time at={row.submittedAt.toISOString()} withZone past />
              </>
            )}
            {row.late && ', late'}
          </>
        }
        actions={<WritingStatus state={row.state} filled />}
      />
      <TextUnderReview
        ctx={ctx}
        shown={shown}
        snippets={snippets}
        way={{ previous: previous && addressOf(previous), next: next && addressOf(next) }}
        onward={waiting ? addressOf(waiting) : all}
        back={addressOf(row)}
        place={position === 0 ? `not among these ${count}` : `${position} of ${count}`}
      />
    </PageBody>
  );
}

function missing(error: unknown): never {
  if (error instanceof NotFound) notFound();
  throw error;
}
