import type { Metadata } from 'next';
import { Suspense } from 'react';
import { can } from '#lib/auth/core.ts';
import type { Context } from '#lib/context.ts';
import { stageOf, type WeekItem } from '#lib/course/core.ts';
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
      <PageHeader
        title="Assignments"
        lead="Everything there is to hand in, by its date. Code is graded on data that neither you nor your browser has seen."
      />
      <Suspense fallback={<ListSkeleton />}>
        <AssignmentList ctx={ctx} />
      </Suspense>
    </PageBody>
  );
}

async function AssignmentList({ ctx }: { ctx: Context }) {
  const items = await listOwnItems(ctx);
  if (items.length === 0) {
    return (
      <EmptyState title="Nothing to hand in yet">
        Assignments, proposals and written work appear here when your instructor publishes them, with their dates and
        what each is worth.
      </EmptyState>
    );
  }
  const closed = items.filter((item) => stageOf(item, ctx.now) === 'closed');
  const current = items.filter((item) => !closed.includes(item));
  return (
    <div className="space-y-14">
      {current.length > 0 && <List ctx={ctx} items={current} level={2} />}
      {closed.length > 0 && (
        <section aria-labelledby="closed">
          <h2 id="closed" className="mb-3 text-lg">
            Closed
          </h2>
          <List ctx={ctx} items={closed} level={3} />
        </section>
      )}
    </div>
  );
}

function List({ ctx, items, level }: { ctx: Context; items: WeekItem[]; level: 2 | 3 }) {
  return (
    <ol className="border-t border-rule">
      {items.map((item) => (
        <AssignmentRow key={item.slug} item={item} now={ctx.now} isStudent={can.write(ctx.user)} level={level} />
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
