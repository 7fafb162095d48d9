import type { Metadata } from 'next';
import Link from 'next/link';
import { getOwnGrades } from '#lib/gradebook/server.ts';
import { getSubmission } from '#lib/grading/server.ts';
import { paths } from '#lib/paths.ts';
import { ButtonLink } from '../../_components/button.tsx';
import { EmptyState } from '../../_components/empty-state.tsx';
import { PageBody } from '../../_components/page-body.tsx';
import { PageHeader } from '../../_components/page-header.tsx';
import { Status } from '../../_components/status.tsx';
import { RowHeader, Table, Td, Th } from '../../_components/table.tsx';
import { Time } from '../../_components/time.tsx';
import { pageContext } from '../../session.ts';
import { pointsText, scoreText, stateLook } from '../../staff/gradebook/words.ts';

export const metadata: Metadata = { title: 'Grades' };

export default async function GradesPage() {
  const ctx = await pageContext(paths.grades());
  const { grades, total } = await getOwnGrades(ctx);
  // The private score belongs to the submission; there is one a row at most.
  const submissions = await Promise.all(
    grades.map(({ cell }) =>
      cell.submissionId && cell.points !== null ? getSubmission(ctx, cell.submissionId) : null,
    ),
  );
  return (
    <PageBody>
      <PageHeader title="Grades" lead="Your best submission to each assignment is your grade." />
      {grades.length === 0 ? (
        <EmptyState
          title="No assignments yet"
          action={<ButtonLink href={paths.lectures()}>Read the lectures</ButtonLink>}
        >
          Each assignment will have a row here, from the day it opens.
        </EmptyState>
      ) : (
        <Table caption="Grades by assignment">
          <thead>
            <tr>
              <Th>Assignment</Th>
              <Th>State</Th>
              <Th numeric>Points</Th>
              <Th numeric>Public score</Th>
              <Th numeric>Private score</Th>
              <Th>Submission</Th>
            </tr>
          </thead>
          <tbody>
            {grades.map(({ assignment, cell }, i) => {
              const look = stateLook[cell.state];
              return (
                <tr key={assignment.slug}>
                  <RowHeader className="min-w-44">
                    <Link href={paths.assignment(assignment.slug)} className="link">
                      {assignment.title}
                    </Link>
                    <span className="block text-xs font-normal text-ink-soft">
                      due <Time at={assignment.dueAt} show="absolute" />
                    </span>
                  </RowHeader>
                  <Td>
                    <Status tone={look.tone}>{look.word}</Status>
                    {cell.pending && cell.points !== null && (
                      <span className="block text-xs text-ink-soft">another one is being graded</span>
                    )}
                  </Td>
                  <Td numeric className="whitespace-nowrap">
                    {pointsText(cell.points)} <span className="text-ink-soft">of {cell.maxPoints}</span>
                  </Td>
                  <Td numeric>{scoreText(cell.publicScore)}</Td>
                  <Td numeric className="whitespace-nowrap">
                    {submissions[i]?.score.private == null ? (
                      <span className="text-ink-soft">{cell.points === null ? '–' : 'not released'}</span>
                    ) : (
                      scoreText(submissions[i].score.private)
                    )}
                  </Td>
                  <Td className="whitespace-nowrap">
                    {cell.submissionId && cell.submittedAt ? (
                      <Link href={paths.submission(assignment.slug, cell.submissionId)} className="link">
                        <Time at={cell.submittedAt} show="absolute" />
                        <span className="sr-only">, submission to {assignment.title}</span>
                      </Link>
                    ) : (
                      <Link href={paths.assignment(assignment.slug)} className="link">
                        Start<span className="sr-only"> {assignment.title}</span>
                      </Link>
                    )}
                  </Td>
                </tr>
              );
            })}
          </tbody>
          <tfoot>
            <tr>
              <RowHeader>Total</RowHeader>
              <Td />
              <Td numeric className="font-semibold whitespace-nowrap">
                {pointsText(grades.some(({ cell }) => cell.points !== null) ? total.points : null)}{' '}
                <span className="font-normal text-ink-soft">of {total.maxPoints}</span>
              </Td>
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
