import type { ReactNode } from 'react';
import { can } from '#lib/auth/core.ts';
import { type Entry, groupByWeek, type WeekOfEntries } from '#lib/calendar/core/entries.ts';
import { sayDay, saySpan } from '#lib/calendar/core/zone.ts';
import type { Calendar } from '#lib/calendar/server.ts';
import type { Context } from '#lib/context.ts';
import { DueEntry } from './due-entry.tsx';
import { PastWeeks } from './past-weeks.tsx';
import type { Query } from './query.ts';
import { SessionEntry } from './session-entry.tsx';
import { ItemPanel } from './staff/item-panel.tsx';
import { SessionPanel } from './staff/session-panel.tsx';

type Props = { ctx: Context; calendar: Calendar; entries: Entry[]; query: Query };

/** The term week by week. What has passed is folded away, so that the page begins with now. */
export function ListView({ ctx, calendar, entries, query }: Props) {
  const weeks = groupByWeek(entries, calendar.term, ctx.now, !query.dueForMe);
  const past = weeks.filter(({ isPast }) => isPast);
  const show = (week: WeekOfEntries) => (
    <Week key={week.monday} week={week}>
      {(entry) => <Row entry={entry} ctx={ctx} calendar={calendar} query={query} />}
    </Week>
  );
  const editsPast = past.some(({ days }) => days.some((day) => day.entries.some((entry) => isEdited(entry, query))));
  return (
    <div className="space-y-10">
      {past.length > 0 && (
        <PastWeeks name={past.length === 1 ? 'The week before' : `The ${past.length} weeks before`} open={editsPast}>
          {past.map(show)}
        </PastWeeks>
      )}
      {weeks.filter(({ isPast }) => !isPast).map(show)}
    </div>
  );
}

function isEdited(entry: Entry, { edit }: Query): boolean {
  if (edit?.what === 'session') return entry.kind === 'session' && entry.id === edit.id;
  return edit?.what === 'item' && entry.kind === 'due' && entry.id === edit.slug;
}

function Week({ week, children }: { week: WeekOfEntries; children: (entry: Entry) => ReactNode }) {
  const { monday, sunday, number, isCurrent, days } = week;
  return (
    <section aria-labelledby={`week-${monday}`} id={isCurrent ? 'now' : undefined}>
      <h2
        id={`week-${monday}`}
        className={`flex flex-wrap items-baseline gap-x-3 border-b pb-2 text-lg ${isCurrent ? 'border-accent' : 'border-rule'}`}
      >
        {number === null ? saySpan(monday, sunday) : `Week ${number}`}
        {number !== null && (
          <span className="font-sans text-sm font-normal text-ink-soft">{saySpan(monday, sunday)}</span>
        )}
        {isCurrent && <span className="font-sans text-sm font-[550] text-accent">This week</span>}
      </h2>
      {days.length === 0 ? (
        <p className="py-4 text-sm text-ink-soft">{isCurrent ? 'Nothing this week.' : 'Nothing planned.'}</p>
      ) : (
        <ol>
          {days.map(({ day, isToday, entries }) => (
            <li key={day} className="grid gap-x-6 border-b border-rule py-4 md:grid-cols-[7rem_minmax(0,1fr)]">
              <h3 className={`font-sans text-sm font-[550] md:pt-0.5 ${isToday ? 'text-accent' : ''}`}>
                {sayDay(day)}
                {isToday && <span className="ml-2 md:ml-0 md:block">Today</span>}
              </h3>
              <ul className="mt-1.5 space-y-4 md:mt-0">
                {entries.map((entry) => (
                  <li key={`${entry.kind}-${entry.id}`}>{children(entry)}</li>
                ))}
              </ul>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}

type RowProps = { entry: Entry; ctx: Context; calendar: Calendar; query: Query };

function Row({ entry, ctx, calendar, query }: RowProps) {
  const { timeZone } = calendar.term;
  const edited = isEdited(entry, query);
  if (entry.kind === 'session') {
    const mayEdit = can.editSessions(ctx.user);
    return (
      <SessionEntry session={entry.session} timeZone={timeZone} mayEdit={mayEdit}>
        {edited && mayEdit && <SessionPanel session={entry.session} calendar={calendar} />}
      </SessionEntry>
    );
  }
  const mayEdit = can.extendDates(ctx.user);
  return (
    <DueEntry item={entry.item} timeZone={timeZone} now={ctx.now} user={ctx.user} mayEdit={mayEdit}>
      {edited && mayEdit && <ItemPanel ctx={ctx} item={entry.item} timeZone={timeZone} />}
    </DueEntry>
  );
}
