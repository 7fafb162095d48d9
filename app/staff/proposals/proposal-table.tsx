import Link from 'next/link';
import { excerpt } from '#lib/markdown/core.ts';
import { paths } from '#lib/paths.ts';
import type { HandedIn } from '#lib/writing/review.ts';
import { Status } from '../../_components/status.tsx';
import { RowHeader, Table, Td, Th } from '../../_components/table.tsx';
import { Time } from '../../_components/time.tsx';
import { WritingStatus } from '../../_writing/writing-status.tsx';
import { type Filter, filterQuery } from './filter.ts';

type Props = { rows: HandedIn[]; filter: Filter; topicField: string | null };

export function ProposalTable({ rows, filter, topicField }: Props) {
  return (
    <Table caption="Proposals">
      <thead>
        <tr>
          <Th>Authors</Th>
          <Th>Category</Th>
          <Th>State</Th>
          <Th numeric>Version</Th>
          <Th>Handed in</Th>
          <Th>Last answer</Th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.id}>
            <RowHeader className="min-w-44">
              <Link href={`${paths.staff.proposal(row.id)}${filterQuery(filter)}`} className="link" data-walk>
                <bdi>{row.authors?.map(({ name }) => name).join(', ') ?? 'Name hidden'}</bdi>
              </Link>
            </RowHeader>
            <Td className="min-w-44">
              {topicField && <span dir="auto">{excerpt(row.fields[topicField] ?? '', 80)}</span>}
            </Td>
            <Td>
              <WritingStatus state={row.state} />
              {row.late && row.state !== 'late' && (
                <Status tone="warn" className="ml-3">
                  Late
                </Status>
              )}
            </Td>
            <Td numeric>{row.number}</Td>
            <Td className="whitespace-nowrap">
              {row.submittedAt && <Time at={row.submittedAt.toISOString()} show="absolute" past />}
            </Td>
            <Td className="whitespace-nowrap">
              {row.review ? (
                <>
                  <bdi>{row.review.by}</bdi>, <Time at={row.review.createdAt.toISOString()} show="absolute" past />
                </>
              ) : (
                <span className="text-ink-soft">none</span>
              )}
            </Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
