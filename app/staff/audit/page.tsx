import type { Metadata } from 'next';
import Link from 'next/link';
import { z } from 'zod';
import { type AuditPage as Found, listAudit } from '#lib/audit/server.ts';
import { InvalidInput } from '#lib/errors.ts';
import { paths } from '#lib/paths.ts';
import { canBeStored } from '#lib/text/core.ts';
import { EmptyState } from '../../_components/empty-state.tsx';
import { Notice } from '../../_components/notice.tsx';
import { PageBody } from '../../_components/page-body.tsx';
import { PageHeader } from '../../_components/page-header.tsx';
import { currentCourse, staffContext } from '../../session.ts';
import { Entries } from './entries.tsx';
import { SearchForm } from './search-form.tsx';

export const metadata: Metadata = { title: 'Audit' };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

const text = (longest: number) =>
  z
    .string()
    .trim()
    .max(longest)
    .refine(canBeStored)
    .transform((value) => value || undefined)
    .optional()
    .catch(undefined);

const querySchema = z.object({
  person: text(200),
  verb: text(100),
  subject: text(200),
  from: text(10),
  to: text(10),
  cursor: text(100),
});

export default async function AuditPage({ searchParams }: Props) {
  const ctx = await staffContext(paths.staff.audit());
  const { cursor, ...query } = querySchema.parse(await searchParams);
  const { timeZone } = await currentCourse();
  const found = await listAudit(ctx, { ...query, cursor }, timeZone).catch((error) => {
    if (error instanceof InvalidInput) return error;
    throw error;
  });
  return (
    <PageBody>
      <PageHeader title="Audit" lead="Who changed what, and when. Nobody can change or delete what stands here." />
      <div className="space-y-8">
        <SearchForm query={query} />
        {found instanceof InvalidInput ? (
          <Notice tone="bad" title={found.message}>
            {found.remedy}
          </Notice>
        ) : (
          <Results found={found} query={query} isFirst={cursor === undefined} />
        )}
      </div>
    </PageBody>
  );
}

type Query = Record<string, string | undefined>;

function Results({ found: { entries, next }, query, isFirst }: { found: Found; query: Query; isFirst: boolean }) {
  const address = (cursor?: string) => {
    const given = Object.entries({ ...query, cursor }).filter((pair): pair is [string, string] => Boolean(pair[1]));
    return `${paths.staff.audit()}?${new URLSearchParams(given)}`;
  };
  return (
    <>
      {entries.length === 0 ? (
        <EmptyState title="Nothing is found">Change what you look for, or leave fields empty.</EmptyState>
      ) : (
        <Entries entries={entries} />
      )}
      <nav aria-label="Pages" className="flex gap-6 text-sm">
        {!isFirst && (
          <Link href={address()} className="link">
            Newest
          </Link>
        )}
        {next && (
          <Link href={address(next)} className="link">
            Earlier
          </Link>
        )}
      </nav>
    </>
  );
}
