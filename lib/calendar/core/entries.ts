import type { Item } from '#lib/items/core.ts';
import { type Term, weekNumber, weeksOf } from './term.ts';
import { addDays, dayOf, mondayOf } from './zone.ts';

export type SessionLink = { id: string; label: string; url: string };

export type Reading = {
  id: string;
  title: string;
  authors: string;
  source: string;
  url: string | null;
  sessionId: string | null;
  /** The item that it is read for. */
  slug: string | null;
};

/** A meeting of the class, as everybody may see it. */
export type Session = {
  id: string;
  topic: string;
  notes: string;
  place: string;
  startsAt: Date;
  endsAt: Date;
  cancelledAt: Date | null;
  revision: number;
  links: SessionLink[];
  readings: Reading[];
};

export type CalendarItem = Item & { handedIn: boolean; readings: Reading[] };

export type Entry =
  | { kind: 'session'; id: string; at: Date; session: Session }
  | { kind: 'due'; id: string; at: Date; item: CalendarItem };

/** Sessions by their beginning and items by the caller's due date, in order; what is due comes after a class at once. */
export function entriesOf(sessions: readonly Session[], items: readonly CalendarItem[]): Entry[] {
  const meetings = sessions.map(
    (session): Entry => ({ kind: 'session', id: session.id, at: session.startsAt, session }),
  );
  const dues = items.map((item): Entry => ({ kind: 'due', id: item.slug, at: item.dueAt, item }));
  return [...meetings, ...dues].toSorted(
    (a, b) => a.at.getTime() - b.at.getTime() || b.kind.localeCompare(a.kind) || (a.id < b.id ? -1 : 1),
  );
}

/** What the caller still has to hand in and can: not yet handed in, not closed. */
export const isDueForMe = (entry: Entry, now: Date): boolean =>
  entry.kind === 'due' && !entry.item.handedIn && now < entry.item.closesAt;

export type DayOfEntries = { day: string; isToday: boolean; entries: Entry[] };

export type WeekOfEntries = {
  monday: string;
  sunday: string;
  /** Null outside the term. */
  number: number | null;
  isCurrent: boolean;
  isPast: boolean;
  days: DayOfEntries[];
};

/**
 * Entries week by week in the course's zone. The current week is always there; with `whole` so is every week of the
 * term, whatever it holds.
 */
export function groupByWeek(entries: readonly Entry[], term: Term, now: Date, whole: boolean): WeekOfEntries[] {
  const today = dayOf(now, term.timeZone);
  const current = mondayOf(today);
  const byWeek = Map.groupBy(entries, (entry) => mondayOf(dayOf(entry.at, term.timeZone)));
  const mondays = new Set([current, ...byWeek.keys(), ...(whole ? weeksOf(term).map(({ monday }) => monday) : [])]);
  return [...mondays].sort().map((monday) => ({
    monday,
    sunday: addDays(monday, 6),
    number: weekNumber(monday, term) ?? weekNumber(addDays(monday, 6), term),
    isCurrent: monday === current,
    isPast: monday < current,
    days: groupByDay(byWeek.get(monday) ?? [], term.timeZone, today),
  }));
}

export function groupByDay(entries: readonly Entry[], timeZone: string, today: string): DayOfEntries[] {
  const byDay = Map.groupBy(entries, (entry) => dayOf(entry.at, timeZone));
  return [...byDay].map(([day, own]) => ({ day, isToday: day === today, entries: own }));
}
