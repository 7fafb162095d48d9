import { addDays, dayOf, daysBetween, mondayOf } from './zone.ts';

export type Term = {
  /** First instant of the first day. */
  start: Date;
  /** First instant after the last day; null where nobody has said. */
  end: Date | null;
  timeZone: string;
};

export type TermWeek = { number: number; monday: string };

export const firstDayOf = ({ start, timeZone }: Term): string => dayOf(start, timeZone);

/** Null while the term has no end. */
export function lastDayOf({ end, timeZone }: Term): string | null {
  return end && addDays(dayOf(end, timeZone), -1);
}

/** Which week of the term a day lies in: 1 is the week of the first day, Mondays begin one. Null outside the term. */
export function weekNumber(day: string, term: Term): number | null {
  const last = lastDayOf(term);
  const monday = mondayOf(day);
  const number = 1 + daysBetween(mondayOf(firstDayOf(term)), monday) / 7;
  if (number < 1 || (last !== null && monday > last)) return null;
  return number;
}

/** At most two years of them; none while the term has no end. */
export function weeksOf(term: Term): TermWeek[] {
  const last = lastDayOf(term);
  if (last === null) return [];
  const first = mondayOf(firstDayOf(term));
  const count = Math.min(104, Math.max(0, 1 + Math.floor(daysBetween(first, last) / 7)));
  return Array.from({ length: count }, (_, i) => ({ number: i + 1, monday: addDays(first, 7 * i) }));
}
