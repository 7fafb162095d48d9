import type { Metadata } from 'next';
import Link from 'next/link';
import { can } from '#lib/auth/core.ts';
import type { Context } from '#lib/context.ts';
import { paths } from '#lib/paths.ts';
import type { WrittenItem } from '#lib/writing/core/view.ts';
import { listWritten } from '#lib/writing/items.ts';
import { type HandedIn, listForReview, listMissing } from '#lib/writing/review.ts';
import { ButtonLink } from '../../_components/button.tsx';
import { EmptyState } from '../../_components/empty-state.tsx';
import { Kbd } from '../../_components/kbd.tsx';
import { PageBody } from '../../_components/page-body.tsx';
import { PageHeader } from '../../_components/page-header.tsx';
import { staffContext } from '../../session.ts';
import { WalkedRows } from '../written/review/rows.tsx';
import { type Filter, filtered, readFilter, topicFieldOf } from './filter.ts';
import { FilterForm } from './filter-form.tsx';
import { ProposalTable } from './proposal-table.tsx';

export const metadata: Metadata = { title: 'Proposals' };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function ProposalsPage({ searchParams }: Props) {
  const filter = readFilter(await searchParams);
  const ctx = await staffContext(paths.staff.proposals());
  const items = (await listWritten(ctx)).filter(({ kind }) => kind === 'proposal');
  const item = items.find(({ slug }) => slug === filter.item) ?? items[0];
  return (
    <PageBody>
      <PageHeader
        title={item && items.length > 1 ? item.title : 'Proposals'}
        lead="Accept a proposal, or say what is to be changed. Its authors are told at once."
        actions={
          item &&
          can.editItems(ctx.user) && <ButtonLink href={paths.staff.writtenItem(item.slug)}>Edit the item</ButtonLink>
        }
      />
      {items.length > 1 && <Items items={items} />}
      {item ? (
        <List ctx={ctx} item={item} filter={filter} />
      ) : (
        <EmptyState
          title="No proposal is asked for yet"
          action={<ButtonLink href={paths.staff.newWritten('proposal')}>Ask for proposals</ButtonLink>}
        >
          What students propose appears here, to be accepted or sent back with a comment.
        </EmptyState>
      )}
    </PageBody>
  );
}

function Items({ items }: { items: WrittenItem[] }) {
  return (
    <nav aria-label="Proposals asked for" className="mb-6 flex flex-wrap gap-4">
      {items.map(({ slug, title }) => (
        <Link key={slug} href={paths.staff.proposals({ item: slug })} className="link">
          {title}
        </Link>
      ))}
    </nav>
  );
}

async function List({ ctx, item, filter }: { ctx: Context; item: WrittenItem; filter: Filter }) {
  const [rows, missing] = await Promise.all([listForReview(ctx, item), listMissing(ctx, item)]);
  const topicField = topicFieldOf(item.fields);
  const shown = filtered(rows, filter, topicField);
  return (
    <>
      <FilterForm filter={filter} topics={topicsIn(rows, topicField)} />
      {shown.length === 0 ? (
        <Nothing all={rows.length} show={filter.show} />
      ) : (
        <WalkedRows>
          <ProposalTable rows={shown} filter={filter} topicField={topicField} />
          <p className="mt-3 text-sm text-ink-soft">
            {shown.length} of {rows.length}. <Kbd>J</Kbd> and <Kbd>K</Kbd> go down and up, <Kbd>Enter</Kbd> opens.
          </p>
        </WalkedRows>
      )}
      <Missing names={missing.map(({ name }) => name)} />
    </>
  );
}

const topicsIn = (rows: HandedIn[], field: string | null) =>
  field === null ? [] : [...new Set(rows.map(({ fields }) => fields[field] ?? ''))].filter(Boolean).toSorted();

function Nothing({ all, show }: { all: number; show: string }) {
  if (all === 0) {
    return <EmptyState title="Nothing was handed in yet">Each proposal appears here once it is handed in.</EmptyState>;
  }
  return (
    <EmptyState title={show === 'waiting' ? 'Nothing waits for an answer' : 'No proposal is like this'}>
      <Link href={`${paths.staff.proposals()}?show=all`} className="link">
        See all {all}
      </Link>
    </EmptyState>
  );
}

function Missing({ names }: { names: string[] }) {
  if (names.length === 0) return null;
  return (
    <details className="mt-10">
      <summary className="min-h-8 text-ink-soft">Not handed in yet: {names.length}</summary>
      <ul className="mt-2 columns-2xs gap-8 text-sm">
        {names.map((name, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two people can have one name
          <li key={i}>
            <bdi>{name}</bdi>
          </li>
        ))}
      </ul>
    </details>
  );
}
