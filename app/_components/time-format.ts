/**
 * How instants are said. Pure: `now` and `zone` (an IANA name) are arguments, so server and browser print the same.
 * absoluteTime(at, zone, now) → "Wed 25 Nov, 23:59" · relativeTime(at, zone, now) → "in 2 days" · zoneName(at, zone) → "GMT-10"
 */

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Day, month and 24-hour time; the year only when it is not this one. */
export function absoluteTime(at: Date, zone: string, now: Date): string {
  const parts = partsOf(at, zone);
  const year = parts.year === partsOf(now, zone).year ? '' : ` ${parts.year}`;
  return `${parts.weekday} ${parts.day} ${parts.month}${year}, ${parts.hour}:${parts.minute}`;
}

/** Rounded to the unit a person would use, in words. */
export function relativeTime(at: Date, zone: string, now: Date): string {
  const distance = at.getTime() - now.getTime();
  const size = Math.abs(distance);
  if (size < MINUTE) return distance <= 0 ? 'just now' : 'in under a minute';
  const [unit, length] = unitFor(size, distance < 0);
  // On Wednesday noon, Monday evening was two days ago and not "yesterday".
  if (distance < 0 && unit === 'day') return relativeWords.format(dayNumber(at, zone) - dayNumber(now, zone), unit);
  // Towards zero: a deadline in 1 day 23 hours is not "in 2 days".
  return relativeWords.format(Math.trunc(distance / length), unit);
}

/** The zone's short name at that instant: it differs between summer and winter. */
export function zoneName(at: Date, zone: string): string {
  const parts = formatsOf(zone).name.formatToParts(at);
  return parts.find((part) => part.type === 'timeZoneName')?.value ?? zone;
}

/** A deadline is counted in hours for its last two days; what is past, only for one. */
function unitFor(size: number, past: boolean): [Intl.RelativeTimeFormatUnit, number] {
  if (size < HOUR) return ['minute', MINUTE];
  if (size < (past ? DAY : 2 * DAY)) return ['hour', HOUR];
  if (size < 60 * DAY) return ['day', DAY];
  return ['month', 30 * DAY];
}

/** Counts the days of the calendar in that zone. */
function dayNumber(at: Date, zone: string): number {
  const parts = formatsOf(zone).date.formatToParts(at);
  const numberOf = (type: string) => Number(parts.find((part) => part.type === type)?.value);
  return Date.UTC(numberOf('year'), numberOf('month') - 1, numberOf('day')) / DAY;
}

function partsOf(at: Date, zone: string): Record<string, string> {
  return Object.fromEntries(
    formatsOf(zone)
      .parts.formatToParts(at)
      .map((part) => [part.type, part.value]),
  );
}

// Making a format takes as long as a hundred uses of it, and a page says a hundred times: each is made once.
const relativeWords = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });
const made = new Map<string, Record<'parts' | 'name' | 'date', Intl.DateTimeFormat>>();

function formatsOf(zone: string) {
  const known = made.get(zone);
  if (known) return known;
  const formats = {
    parts: new Intl.DateTimeFormat('en-GB', {
      timeZone: zone,
      weekday: 'short',
      day: 'numeric',
      month: 'short',
      year: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    }),
    name: new Intl.DateTimeFormat('en-GB', { timeZone: zone, timeZoneName: 'short' }),
    date: new Intl.DateTimeFormat('en-GB', { timeZone: zone, year: 'numeric', month: 'numeric', day: 'numeric' }),
  };
  made.set(zone, formats);
  return formats;
}
