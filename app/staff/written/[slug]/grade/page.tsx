import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import { can } from '#lib/auth/core.ts';
import { NotFound } from '#lib/errors.ts';
import { paths } from '#lib/paths.ts';
import { neighbours, nextWaiting } from '#lib/writing/core/order.ts';
import { namesHidden } from '#lib/writing/core/view.ts';
import { getItem } from '#lib/writing/items.ts';
import { type ForReview, getForReview, listForReview } from '#lib/writing/review.ts';
import { listSnippets } from '#lib/writing/snippets.ts';
import { EmptyState } from '../../../../_components/empty-state.tsx';
import { PageBody } from '../../../../_components/page-body.tsx';
import { PageHeader } from '../../../../_components/page-header.tsx';
import { Status } from '../../../../_components/status.tsx';
import { staffContext } from '../../../../session.ts';
import { Release } from '../../../gradebook/release/release.tsx';
import { releaseWords } from '../../../gradebook/release/words.ts';
import { TextUnderReview } from '../../review/texts.tsx';

export const metadata: Metadata = { title: 'Grade' };

type Props = { params: Promise<{ slug: string }>; searchParams: Promise<{ at?: string }> };

export default async function GradePage({ params, searchParams }: Props) {
  const [{ slug }, { at }] = await Promise.all([params, searchParams]);
  const ctx = await staffContext(paths.staff.gradeWritten(slug));
  const item = await getItem(ctx, slug).catch(missing);
  const all = await listForReview(ctx, item);
  const waiting = all.filter(({ waits }) => waits).length;
  const here = all.find(({ id }) => id === at) ?? all.find(({ waits }) => waits) ?? all[0];
  const release = item.scale !== 'decision' && (
    <Release
      slug={slug}
      title={item.title}
      releasedAt={item.releasedAt?.toISOString() ?? null}
      may={can.releaseGrades(ctx.user)}
      words={releaseWords({
        keeps: { what: 'grades', hidesNames: item.hideNames },
        ready: all.length - waiting,
        waiting,
      })}
      back={paths.staff.gradeWritten(slug)}
    />
  );
  return (
    <PageBody>
      <PageHeader
        size="small"
        className="mb-6"
        eyebrow={
          <Link href={paths.staff.written()} className="link">
            Written work
          </Link>
        }
        title={item.title}
        lead={`${all.length - waiting} of ${all.length} graded`}
        actions={release}
      />
      {here ? (
        <Text ctx={ctx} slug={slug} all={all} here={here} />
      ) : (
        <EmptyState title="Nothing was handed in yet">
          Each text that is handed in appears here, in an order that favours nobody and stays the same.
        </EmptyState>
      )}
    </PageBody>
  );
}

type TextProps = {
  ctx: Awaited<ReturnType<typeof staffContext>>;
  slug: string;
  all: Awaited<ReturnType<typeof listForReview>>;
  here: { id: string; late: boolean };
};

async function Text({ ctx, slug, all, here }: TextProps) {
  const [shown, snippets] = await Promise.all([getForReview(ctx, here.id), listSnippets(ctx)]);
  const { previous, next, position, count } = neighbours(all, here.id);
  const addressOf = (one: { id: string } | null) => one && paths.staff.gradeWritten(slug, one.id);
  const onward = nextWaiting(all, here.id) ?? next ?? here;
  return (
    <>
      <p className="mb-8 flex flex-wrap items-baseline gap-x-4 gap-y-1">
        <Writer shown={shown} position={position} />
        {here.late && <Status tone="warn">Late</Status>}
      </p>
      <TextUnderReview
        ctx={ctx}
        shown={shown}
        snippets={snippets}
        way={{ previous: addressOf(previous), next: addressOf(next) }}
        onward={paths.staff.gradeWritten(slug, onward.id)}
        back={paths.staff.gradeWritten(slug, here.id)}
        place={`${position} of ${count}`}
      />
    </>
  );
}

function Writer({ shown: { item, authors }, position }: { shown: ForReview; position: number }) {
  if (namesHidden(item)) return <span className="font-[550]">Text {position}, name hidden until release</span>;
  return <bdi className="font-[550]">{authors?.map(({ name }) => name).join(', ')}</bdi>;
}

function missing(error: unknown): never {
  if (error instanceof NotFound) notFound();
  throw error;
}
