import type { Metadata } from 'next';
import Link from 'next/link';
import { listAssignments } from '#lib/assignments/server.ts';
import { can } from '#lib/auth/core.ts';
import { countOlderWaiting, listRegrades } from '#lib/grading/regrade.ts';
import { paths } from '#lib/paths.ts';
import { EmptyState } from '../../../_components/empty-state.tsx';
import { PageBody } from '../../../_components/page-body.tsx';
import { PageHeader } from '../../../_components/page-header.tsx';
import { RowHeader, Table, Td, Th } from '../../../_components/table.tsx';
import { Time } from '../../../_components/time.tsx';
import { staffContext } from '../../../session.ts';
import { StartForm } from './start-form.tsx';
import { RegradeState } from './state.tsx';

export const metadata: Metadata = { title: 'Regrades' };

type Props = { searchParams: Promise<{ show?: string | string[] }> };

export default async function RegradesPage({ searchParams }: Props) {
  const draftsOnly = (await searchParams).show === 'draft';
  const ctx = await staffContext(paths.staff.regrades(draftsOnly ? { show: 'draft' } : {}));
  const [all, assignments] = await Promise.all([listRegrades(ctx), listAssignments(ctx)]);
  const waiting = await countOlderWaiting(ctx, assignments);
  const regrades = draftsOnly ? all.filter((one) => !one.publishedAt && !one.discardedAt) : all;
  const titles = new Map(assignments.map(({ slug, manifest }) => [slug, manifest.title]));
  return (
    <PageBody>
      <PageHeader
        eyebrow={
          <Link href={paths.staff.grading()} className="link">
            Grading
          </Link>
        }
        title="Regrades"
        lead="Grade again after a test or a data set was mended. Nothing changes for students until you publish."
      />
      <div className="space-y-12">
        {draftsOnly && (
          <p className="text-sm text-ink-soft">
            Drafts only, {regrades.length} of {all.length}.{' '}
            <Link href={paths.staff.regrades()} className="link">
              See all
            </Link>
          </p>
        )}
        {all.length === 0 ? (
          <EmptyState title="No regrade yet">
            Publish the mended assignment as a new version, then start a regrade: old and new points stand side by side
            here before anybody else sees them.
          </EmptyState>
        ) : (
          <Table caption="Regrades">
            <thead>
              <tr>
                <Th>Assignment and reason</Th>
                <Th>State</Th>
                <Th>Started</Th>
                <Th numeric>Submissions</Th>
              </tr>
            </thead>
            <tbody>
              {regrades.map((one) => (
                <tr key={one.id}>
                  <RowHeader className="max-w-96 min-w-52 break-words">
                    <Link href={paths.staff.regrade(one.id)} className="link">
                      {titles.get(one.slug) ?? one.slug}, version {one.version}
                    </Link>
                    <span className="block font-normal text-ink-soft">{one.reason}</span>
                  </RowHeader>
                  <Td>
                    <RegradeState regrade={one} />
                  </Td>
                  <Td className="whitespace-nowrap">
                    <Time at={one.createdAt.toISOString()} show="absolute" />
                  </Td>
                  <Td numeric>{one.covered}</Td>
                </tr>
              ))}
            </tbody>
          </Table>
        )}
        {can.regrade(ctx.user) && (
          <section aria-labelledby="start">
            <h2 id="start" className="mb-4 text-xl">
              Start a regrade
            </h2>
            <StartForm
              assignments={assignments.map(({ slug, version, manifest }) => ({
                ...{ slug, version, title: manifest.title, waiting: waiting.get(slug) ?? 0 },
              }))}
            />
          </section>
        )}
      </div>
    </PageBody>
  );
}
