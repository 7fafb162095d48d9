import type { Metadata } from 'next';
import { can } from '#lib/auth/core.ts';
import { entriesOf, isDueForMe } from '#lib/calendar/core/entries.ts';
import { getCalendar } from '#lib/calendar/server.ts';
import { paths } from '#lib/paths.ts';
import { ButtonLink } from '../../_components/button.tsx';
import { PageBody } from '../../_components/page-body.tsx';
import { PageHeader } from '../../_components/page-header.tsx';
import { pageContext } from '../../session.ts';
import { Controls } from './controls.tsx';
import { ListView } from './list-view.tsx';
import { MonthView } from './month-view.tsx';
import { Nothing } from './nothing.tsx';
import { readQuery } from './query.ts';
import { TopPanel } from './staff/top-panel.tsx';
import { Subscribe } from './subscribe.tsx';
import { ZoneNote } from './when.tsx';

export const metadata: Metadata = { title: 'Calendar' };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function CalendarPage({ searchParams }: Props) {
  const ctx = await pageContext(paths.calendar());
  const query = readQuery(await searchParams);
  const calendar = await getCalendar(ctx);
  const { term, sessions, items, feedMadeAt } = calendar;
  const all = entriesOf(sessions, items);
  const entries = query.dueForMe ? all.filter((entry) => isDueForMe(entry, ctx.now)) : all;
  const plans = can.editSessions(ctx.user);
  return (
    <PageBody>
      <PageHeader
        title="Calendar"
        lead="Classes with their topics and readings, and when your work is due."
        actions={plans && <StaffLinks hasTerm={can.editTerm(ctx.user)} />}
        className="mb-6"
      />
      <div className="space-y-8">
        {plans && <TopPanel edit={query.edit} calendar={calendar} mayEditTerm={can.editTerm(ctx.user)} />}
        <div className="space-y-4">
          <Controls query={query} isStudent={ctx.user.role === 'student'} />
          <ZoneNote zone={term.timeZone} now={ctx.now} />
        </div>
        <Nothing query={query} entries={entries.length} sessions={sessions.length} plans={plans} />
        {query.view === 'month' ? (
          <MonthView entries={entries} timeZone={term.timeZone} query={query} now={ctx.now} />
        ) : (
          <ListView ctx={ctx} calendar={calendar} entries={entries} query={query} />
        )}
        <Subscribe madeAt={feedMadeAt} />
      </div>
    </PageBody>
  );
}

function StaffLinks({ hasTerm }: { hasTerm: boolean }) {
  return (
    <>
      <ButtonLink href={paths.calendar({ edit: 'series' })}>Add classes</ButtonLink>
      <ButtonLink href={paths.calendar({ edit: 'class' })}>Add one class</ButtonLink>
      {hasTerm && <ButtonLink href={paths.calendar({ edit: 'term' })}>Term</ButtonLink>}
    </>
  );
}
