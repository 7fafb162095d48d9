import type { Metadata } from 'next';
import { Suspense } from 'react';
import { can } from '#lib/auth/core.ts';
import { paths } from '#lib/paths.ts';
import { PageBody } from '../_components/page-body.tsx';
import { PageHeader } from '../_components/page-header.tsx';
import { currentCourse, pageContext } from '../session.ts';
import { StaffWeek } from './_week/staff-week.tsx';
import { StudentWeek } from './_week/student-week.tsx';
import { Tour } from './_week/tour.tsx';
import { WeekSkeleton } from './_week/week-skeleton.tsx';

export const metadata: Metadata = { title: 'This week' };

export default async function ThisWeekPage() {
  const ctx = await pageContext(paths.home());
  const { timeZone, demo } = await currentCourse();
  const today = new Intl.DateTimeFormat('en-GB', { timeZone, weekday: 'long', day: 'numeric', month: 'long' });
  return (
    <PageBody>
      <PageHeader size="small" eyebrow={today.format(ctx.now)} title="This week" />
      {demo && <Tour user={ctx.user} />}
      <Suspense fallback={<WeekSkeleton />}>
        {can.seeStaffPages(ctx.user) ? <StaffWeek ctx={ctx} /> : <StudentWeek ctx={ctx} />}
      </Suspense>
    </PageBody>
  );
}
