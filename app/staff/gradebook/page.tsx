import { Download } from 'lucide-react';
import type { Metadata } from 'next';
import { can } from '#lib/auth/core.ts';
import { getGradebook } from '#lib/gradebook/server.ts';
import { paths } from '#lib/paths.ts';
import { ButtonLink, buttonClass } from '../../_components/button.tsx';
import { EmptyState } from '../../_components/empty-state.tsx';
import { PageBody } from '../../_components/page-body.tsx';
import { PageHeader } from '../../_components/page-header.tsx';
import { staffContext } from '../../session.ts';
import { Gradebook } from './gradebook.tsx';
import { packBook } from './packed.ts';

export const metadata: Metadata = { title: 'Gradebook' };

export default async function GradebookPage() {
  const ctx = await staffContext(paths.staff.gradebook());
  const book = await getGradebook(ctx);
  const isEmpty = book.rows.length === 0 || book.items.length === 0;
  return (
    <PageBody width="full" className="flex flex-1 flex-col pb-8">
      <PageHeader
        title="Gradebook"
        className="mb-5"
        actions={
          <>
            <ButtonLink href={paths.staff.release()} size="sm">
              Release
            </ButtonLink>
            <a href={paths.api.gradesCsv()} download="grades.csv" className={buttonClass({ size: 'sm' })}>
              <Download aria-hidden /> Download CSV
            </a>
          </>
        }
      />
      {isEmpty ? (
        <EmptyState
          title={book.rows.length === 0 ? 'No students yet' : 'Nothing to grade yet'}
          action={
            book.rows.length === 0 ? (
              <ButtonLink href={paths.staff.roster()}>Add students to the roster</ButtonLink>
            ) : (
              <ButtonLink href={paths.staff.written()}>Ask for written work</ButtonLink>
            )
          }
        >
          Every student will have a row here, and whatever they hand in a column.
        </EmptyState>
      ) : (
        <Gradebook packed={packBook(book)} maySet={can.setGrades(ctx.user)} />
      )}
    </PageBody>
  );
}
