import type { Metadata } from 'next';
import { Suspense } from 'react';
import type { Context } from '#lib/context.ts';
import { listOwnItems } from '#lib/course/week.ts';
import { paths } from '#lib/paths.ts';
import { EmptyState } from '../../_components/empty-state.tsx';
import { PageBody } from '../../_components/page-body.tsx';
import { PageHeader } from '../../_components/page-header.tsx';
import { Skeleton, SkeletonPage } from '../../_components/skeleton.tsx';
import { pageContext } from '../../session.ts';
import { AssignmentRow } from './assignment-row.tsx';

export const metadata: Metadata = { title: 'Assignments' };

export default async function AssignmentsPage() {
  const ctx = await pageContext(paths.assignments());
  return (
    <PageBody>
      <PageHeader title="Assignments" lead="Each one is graded on data that neither you nor your browser has seen." />
      <Suspense fallback={<ListSkeleton />}>
        <AssignmentList ctx={ctx} />
      </Suspense>
    </PageBody>
  );
}

async function AssignmentList({ ctx }: { ctx: Context }) {
  const items = (await listOwnItems(ctx)).filter(({ kind }) => kind === 'code');
  if (items.length === 0) {
    return (
      <EmptyState title="No assignments yet">
        They appear here when your instructor publishes them, with their dates and what each is worth.
      </EmptyState>
    );
  }
  return (
    <ol className="border-t border-rule">
      {items.map((item) => (
        <AssignmentRow key={item.slug} item={item} now={ctx.now} isStudent={ctx.user.role === 'student'} />
      ))}
    </ol>
  );
}

function ListSkeleton() {
  return (
    <SkeletonPage label="Loading assignments">
      <div className="space-y-3 border-t border-rule py-6">
        <Skeleton className="h-8 w-72 max-w-full" />
        <Skeleton className="h-5 w-[32rem] max-w-full" />
        <Skeleton className="h-5 w-56" />
      </div>
    </SkeletonPage>
  );
}
