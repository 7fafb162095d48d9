import type { Metadata } from 'next';
import Link from 'next/link';
import type { Cell, GradebookItem } from '#lib/gradebook/core.ts';
import { getOwnGrades } from '#lib/gradebook/server.ts';
import { paths } from '#lib/paths.ts';
import { ButtonLink } from '../../_components/button.tsx';
import { EmptyState } from '../../_components/empty-state.tsx';
import { PageBody } from '../../_components/page-body.tsx';
import { PageHeader } from '../../_components/page-header.tsx';
import { Status } from '../../_components/status.tsx';
import { RowHeader, Table, Td, Th } from '../../_components/table.tsx';
import { Time } from '../../_components/time.tsx';
import { pageContext } from '../../session.ts';
import { lookOf, ofText, pointsText, scoreText, valueText } from '../../staff/gradebook/words.ts';

export const metadata: Metadata = { title: 'Grades' };

export default async function GradesPage() {
  const ctx = await pageContext(paths.grades());
  const { grades, total } = await getOwnGrades(ctx);
  return (
    <PageBody>
      <PageHeader
        title="Grades"
        lead="Of each assignment your best submission counts. Written work is told once it is released."
      />
      {grades.length === 0 ? (
        <EmptyState
          title="Nothing to hand in yet"
          action={<ButtonLink href={paths.lectures()}>Read the lectures</ButtonLink>}
        >
          Whatever you hand in will have a row here.
        </EmptyState>
      ) : (
        <Table caption="Grades">
          <thead>
            <tr>
              <Th>Item</Th>
              <Th numeric>Points</Th>
              <Th>State</Th>
              <Th numeric>Public score</Th>
              <Th numeric>Private score</Th>
              <Th>Handed in</Th>
            </tr>
          </thead>
          <tbody>
            {grades.map((grade) => (
              <GradeRow key={grade.item.slug} {...grade} />
            ))}
          </tbody>
          <tfoot>
            <tr>
              <RowHeader>Total</RowHeader>
              <Td numeric className="font-semibold whitespace-nowrap">
                {pointsText(grades.some(({ cell }) => cell.points !== null) ? total.points : null)}{' '}
                <span className="font-normal text-ink-soft">of {total.maxPoints}</span>
              </Td>
              <Td />
              <Td />
              <Td />
              <Td />
            </tr>
          </tfoot>
        </Table>
      )}
    </PageBody>
  );
}

type RowProps = { item: GradebookItem; cell: Cell; privateScore: number | null };

function GradeRow({ item, cell, privateScore }: RowProps) {
  const look = lookOf(cell);
  const none = <span className="text-ink-soft">–</span>;
  return (
    <tr>
      <RowHeader className="min-w-32 sm:min-w-44">
        <Link href={paths.item(item)} className="link">
          {item.title}
        </Link>
        <span className="block text-xs font-normal text-ink-soft">
          due <Time at={item.dueAt} show="absolute" />
        </span>
      </RowHeader>
      <Td numeric className="whitespace-nowrap">
        {cell.maxPoints === null && !cell.mark ? none : valueText(cell)}{' '}
        <span className="text-ink-soft">{ofText(cell.maxPoints)}</span>
      </Td>
      <Td>
        <Status tone={look.tone}>{look.word}</Status>
        {cell.pending && cell.points !== null && (
          <span className="block text-xs text-ink-soft">another one is being graded</span>
        )}
        {cell.override && (
          <span className="block max-w-64 text-xs text-ink-soft">Set by staff: {cell.override.reason}</span>
        )}
      </Td>
      <Td numeric>{item.kind === 'code' ? scoreText(cell.publicScore) : none}</Td>
      <Td numeric className="whitespace-nowrap">
        {item.kind !== 'code' || cell.points === null ? (
          none
        ) : privateScore === null ? (
          <span className="text-ink-soft">not released</span>
        ) : (
          scoreText(privateScore)
        )}
      </Td>
      <Td className="whitespace-nowrap">
        {cell.submittedAt ? (
          <Link
            href={cell.submissionId ? paths.submission(item.slug, cell.submissionId) : paths.item(item)}
            className="link"
          >
            <Time at={cell.submittedAt} show="absolute" />
            <span className="sr-only">, submission to {item.title}</span>
          </Link>
        ) : (
          <Link href={paths.item(item)} className="link">
            {cell.state === 'draft' ? 'Go on' : 'Start'}
            <span className="sr-only"> {item.title}</span>
          </Link>
        )}
      </Td>
    </tr>
  );
}
