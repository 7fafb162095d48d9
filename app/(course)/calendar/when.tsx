'use client';
// <When from={date} until={date}? zone={courseZone} /> → "14:00–15:15", and below it the reader's own time where it differs.
// <ZoneNote zone={courseZone} /> says once whose times they are.
import { useSyncExternalStore } from 'react';
import { timeOf, wallClockOf } from '#lib/calendar/core/zone.ts';
import { zoneName } from '../../_components/time-format.ts';

const never = () => () => {};

/** The zone of the reader's machine: only the browser knows it, so the server's page has none. */
function useReaderZone(): string | null {
  return useSyncExternalStore(
    never,
    () => Intl.DateTimeFormat().resolvedOptions().timeZone,
    () => null,
  );
}

type Props = { from: Date; until?: Date; zone: string };

export function When({ from, until, zone }: Props) {
  const reader = useReaderZone();
  const differs = reader !== null && wallClockOf(from, reader) !== wallClockOf(from, zone);
  return (
    <>
      <Span from={from} until={until} zone={zone} />
      {differs && (
        <span className="block text-xs text-ink-soft">
          <Span from={from} until={until} zone={reader} /> {dayShift(from, zone, reader)}
          yours
        </span>
      )}
    </>
  );
}

function Span({ from, until, zone }: Props) {
  return (
    <span className="whitespace-nowrap">
      <time dateTime={from.toISOString()}>{timeOf(from, zone)}</time>
      {until && (
        <>
          –<time dateTime={until.toISOString()}>{timeOf(until, zone)}</time>
        </>
      )}
    </span>
  );
}

/** "Thu " where the reader's day is another. */
function dayShift(at: Date, zone: string, reader: string): string {
  const day = (timeZone: string) => new Intl.DateTimeFormat('en-GB', { timeZone, weekday: 'short' }).format(at);
  return day(reader) === day(zone) ? '' : `${day(reader)}, `;
}

export function ZoneNote({ zone, now }: { zone: string; now: Date }) {
  const reader = useReaderZone();
  const differs = reader !== null && wallClockOf(now, reader) !== wallClockOf(now, zone);
  return (
    <p className="text-sm text-ink-soft">
      Times are those of the course, {sayZone(now, zone)}.
      {differs && ` Yours, ${sayZone(now, reader)}, stand below them.`}
    </p>
  );
}

/** "New York (GMT-5)": "America/New_York" would be read as a path. */
function sayZone(at: Date, zone: string): string {
  const place = zone.split('/').at(-1)?.replaceAll('_', ' ') ?? zone;
  const offset = zoneName(at, zone);
  return place === offset ? place : `${place} (${offset})`;
}
