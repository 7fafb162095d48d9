/** Instants and the clock on the wall. Days are ISO texts, "2026-11-25"; zones are IANA names, "Europe/Oslo". */

const zoned = (at: Date, timeZone: string) =>
  Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(timeZone);

/** The day that the calendar on the wall shows at an instant. */
export const dayOf = (at: Date, timeZone: string): string => zoned(at, timeZone).toPlainDate().toString();

/** "23:59" */
export const timeOf = (at: Date, timeZone: string): string =>
  zoned(at, timeZone).toPlainTime().toString({ smallestUnit: 'minute' });

/** "2026-11-25T23:59", as a form's field holds it. */
export const wallClockOf = (at: Date, timeZone: string): string => `${dayOf(at, timeZone)}T${timeOf(at, timeZone)}`;

/** The first instant of a day: not midnight where a zone's clock skips it. */
export const startOfDay = (day: string, timeZone: string): Date =>
  new Date(Temporal.PlainDate.from(day).toZonedDateTime(timeZone).epochMilliseconds);

/** What a course can mean; beyond, a database or a form may not read what the other wrote. */
const years = { first: 1900, last: 9000 };

/** Whether an instant can be meant; false for an invalid date too. */
export const isThinkable = (at: Date): boolean =>
  at.getUTCFullYear() >= years.first && at.getUTCFullYear() <= years.last;

/**
 * The instant of a wall clock's reading. A time that the clock skips is taken an hour later, one that it shows twice is
 * the first. Null where the text is no such reading: also for 29 February in a common year.
 */
export function instantOfWall(text: string, timeZone: string): Date | null {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?$/.test(text)) return null;
  try {
    const wall = Temporal.PlainDateTime.from(text, { overflow: 'reject' });
    const at = new Date(wall.toZonedDateTime(timeZone, { disambiguation: 'compatible' }).epochMilliseconds);
    return isThinkable(at) ? at : null;
  } catch {
    return null;
  }
}

/** Null where the text is no day. */
export function readDay(text: string): string | null {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return null;
  try {
    const day = Temporal.PlainDate.from(text, { overflow: 'reject' });
    return day.year >= years.first && day.year <= years.last ? day.toString() : null;
  } catch {
    return null;
  }
}

export function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

export const addDays = (day: string, days: number): string => Temporal.PlainDate.from(day).add({ days }).toString();

/** Whole days from one to another, negative where `to` comes first. */
export const daysBetween = (from: string, to: string): number =>
  Temporal.PlainDate.from(from).until(Temporal.PlainDate.from(to), { largestUnit: 'day' }).days;

/** 1 is Monday, 7 is Sunday. */
export const weekdayOf = (day: string): number => Temporal.PlainDate.from(day).dayOfWeek;

/** The Monday of the week that a day lies in. */
export const mondayOf = (day: string): string => addDays(day, 1 - weekdayOf(day));

/** "Wed 25 Nov 2026, 23:59", for a sentence that is read some day somewhere: with its year. */
export function sayInstant(at: Date, timeZone: string): string {
  const day = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
  });
  return `${day.format(at).replace(',', '')}, ${timeOf(at, timeZone)}`;
}

/** "Wed 25 Nov" */
export function sayDay(day: string): string {
  const parts = { weekday: 'short', day: 'numeric', month: 'short' } as const;
  return Temporal.PlainDate.from(day).toLocaleString('en-GB', parts).replace(',', '');
}

/** "23–29 November", "30 November – 6 December" */
export function saySpan(first: string, last: string): string {
  const say = (day: string, month: boolean) =>
    Temporal.PlainDate.from(day).toLocaleString(
      'en-GB',
      month ? { day: 'numeric', month: 'long' } : { day: 'numeric' },
    );
  return first.slice(0, 7) === last.slice(0, 7)
    ? `${say(first, false)}–${say(last, true)}`
    : `${say(first, true)} – ${say(last, true)}`;
}
