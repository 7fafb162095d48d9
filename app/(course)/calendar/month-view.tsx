import { ChevronLeft, ChevronRight, Flag } from 'lucide-react';
import Link from 'next/link';
import { type Entry, groupByDay } from '#lib/calendar/core/entries.ts';
import { addMonths, monthGrid, monthOf, sayMonth } from '#lib/calendar/core/month.ts';
import { dayOf, sayDay, timeOf } from '#lib/calendar/core/zone.ts';
import { paths } from '#lib/paths.ts';
import { ButtonLink } from '../../_components/button.tsx';
import { anchorOf, type Query } from './query.ts';

type Props = { entries: Entry[]; timeZone: string; query: Query; now: Date };

const weekdays = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

/** A month in the course's zone: a grid where there is room, on a phone only the days on which something happens. */
export function MonthView({ entries, timeZone, query, now }: Props) {
  const today = dayOf(now, timeZone);
  const month = query.month ?? monthOf(today);
  const byDay = new Map(groupByDay(entries, timeZone, today).map((each) => [each.day, each.entries]));
  const days = monthGrid(month).flat();
  const isEmpty = !days.some((day) => monthOf(day) === month && byDay.has(day));
  return (
    <section aria-labelledby="month">
      <div className="mb-4 flex flex-wrap items-center gap-2">
        <h2 id="month" className="mr-auto text-xl">
          {sayMonth(month)}
        </h2>
        <MonthLink month={addMonths(month, -1)} query={query}>
          <ChevronLeft aria-hidden />
          <span className="sr-only">{sayMonth(addMonths(month, -1))}</span>
        </MonthLink>
        <MonthLink month={null} query={query}>
          Today
        </MonthLink>
        <MonthLink month={addMonths(month, 1)} query={query}>
          <ChevronRight aria-hidden />
          <span className="sr-only">{sayMonth(addMonths(month, 1))}</span>
        </MonthLink>
      </div>
      <div aria-hidden className="hidden grid-cols-7 text-xs text-ink-soft md:grid">
        {weekdays.map((name) => (
          <span key={name} className="px-2 pb-1.5">
            {name}
          </span>
        ))}
      </div>
      {isEmpty && <p className="text-sm text-ink-soft md:hidden">Nothing in this month.</p>}
      <ol className="border-rule md:grid md:grid-cols-7 md:border-t md:border-l">
        {days.map((day) => (
          <Day key={day} day={day} month={month} today={today} entries={byDay.get(day) ?? []} timeZone={timeZone} />
        ))}
      </ol>
    </section>
  );
}

function MonthLink({ month, query, children }: { month: string | null; query: Query; children: React.ReactNode }) {
  const address = { view: 'month', ...(month ? { month } : {}), ...(query.dueForMe ? { show: 'due' } : {}) };
  return (
    <ButtonLink href={paths.calendar(address)} size="sm">
      {children}
    </ButtonLink>
  );
}

type DayProps = { day: string; month: string; today: string; entries: Entry[]; timeZone: string };

function Day({ day, month, today, entries, timeZone }: DayProps) {
  const isOther = monthOf(day) !== month;
  const isToday = day === today;
  const hidden = isOther || entries.length === 0 ? 'hidden md:block' : '';
  return (
    <li
      className={`min-w-0 border-b border-rule py-3 md:min-h-28 md:border-r md:p-2 ${hidden} ${isOther ? 'md:bg-well/50' : ''}`}
    >
      <h3 className={`font-sans text-sm tabular-nums ${isToday ? 'font-semibold text-accent' : 'text-ink-soft'}`}>
        <span className="md:sr-only">{sayDay(day)}</span>
        <span aria-hidden className="hidden md:inline">
          {Number(day.slice(8))}
        </span>
        {isToday && <span className="ml-1.5">Today</span>}
      </h3>
      <ul className="mt-1 space-y-1.5 text-sm leading-snug">
        {entries.map((entry) => (
          <li key={`${entry.kind}-${entry.id}`}>
            <EntryLink entry={entry} timeZone={timeZone} />
          </li>
        ))}
      </ul>
    </li>
  );
}

function EntryLink({ entry, timeZone }: { entry: Entry; timeZone: string }) {
  const time = (
    <span className="mr-1.5 text-xs font-normal text-ink-soft tabular-nums md:block">{timeOf(entry.at, timeZone)}</span>
  );
  if (entry.kind === 'due') {
    return (
      <Link href={paths.item(entry.item)} className="block font-[550] break-words text-accent hover:text-accent-deep">
        {time}
        <Flag aria-hidden className="mr-1 inline size-3" />
        Due: {entry.item.title || entry.item.slug}
        {entry.item.handedIn && <span className="font-normal">, handed in</span>}
      </Link>
    );
  }
  const { id, topic, cancelledAt } = entry.session;
  return (
    <Link href={`${paths.calendar()}#${anchorOf('session', id)}`} className="block break-words hover:text-accent">
      {time}
      {cancelledAt ? (
        <>
          <s className="text-ink-soft">{topic}</s> cancelled
        </>
      ) : (
        topic
      )}
    </Link>
  );
}
