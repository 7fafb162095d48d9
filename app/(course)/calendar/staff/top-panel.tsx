import { firstDayOf, lastDayOf } from '#lib/calendar/core/term.ts';
import { addDays, dayOf } from '#lib/calendar/core/zone.ts';
import type { Calendar } from '#lib/calendar/server.ts';
import type { Edit } from '../query.ts';
import { Panel } from './panel.tsx';
import { SeriesForm } from './series-form.tsx';
import { SessionForm } from './session-form.tsx';
import { TermForm } from './term-form.tsx';

type Props = { edit: Edit | null; calendar: Calendar; mayEditTerm: boolean };

/** What is added, above the calendar. */
export function TopPanel({ edit, calendar, mayEditTerm }: Props) {
  const { term, items } = calendar;
  const firstDay = firstDayOf(term);
  const lastDay = lastDayOf(term) ?? addDays(firstDay, 104);
  if (edit?.what === 'series') {
    return (
      <Panel title="Add the classes of a term">
        <SeriesForm values={{ firstDay, lastDay, from: '14:00', to: '15:15' }} zone={term.timeZone} />
      </Panel>
    );
  }
  if (edit?.what === 'class') {
    const choices = items.map(({ slug, title }) => ({ slug, title: title || slug }));
    return (
      <Panel title="Add one class">
        <SessionForm id="" values={{ day: '', from: '14:00', to: '15:15' }} items={choices} zone={term.timeZone} />
      </Panel>
    );
  }
  if (edit?.what === 'term' && mayEditTerm) {
    const base = { start: term.start.toISOString(), end: term.end?.toISOString() ?? '', timeZone: term.timeZone };
    const values = {
      firstDay: dayOf(term.start, term.timeZone),
      lastDay: lastDayOf(term) ?? '',
      timeZone: term.timeZone,
    };
    return (
      <Panel title="The term">
        <TermForm values={values} base={base} zones={Intl.supportedValuesOf('timeZone')} />
      </Panel>
    );
  }
  return null;
}
