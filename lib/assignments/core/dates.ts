import type { Manifest } from './manifest.ts';

/** A day counted from the first of the term, and what the clock on the wall shows then. */
export type TermDate = { day: number; time: string };

export type Term = {
  /** Any instant of the term's first day. */
  start: Date;
  /** IANA name, as "Europe/Oslo". */
  timeZone: string;
};

/**
 * The instant of a date in the term: days are counted on the calendar and the time is the wall clock's, so that 23:59
 * stays 23:59 when summer time begins or ends in between. A time that the clock skips is taken an hour later, one that
 * it shows twice is the first.
 */
export function instantOf({ day, time }: TermDate, { start, timeZone }: Term): Date {
  const firstDay = Temporal.Instant.fromEpochMilliseconds(start.getTime()).toZonedDateTimeISO(timeZone).toPlainDate();
  const wall = firstDay.add({ days: day }).toPlainDateTime(Temporal.PlainTime.from(time));
  return new Date(wall.toZonedDateTime(timeZone, { disambiguation: 'compatible' }).epochMilliseconds);
}

export function instantsOf(dates: Manifest['dates'], term: Term): { opensAt: Date; dueAt: Date; closesAt: Date } {
  return {
    opensAt: instantOf(dates.opens, term),
    dueAt: instantOf(dates.due, term),
    closesAt: instantOf(dates.closes, term),
  };
}
