import type { SeriesInput, SessionInput, TermInput } from '#lib/calendar/core/session.ts';
import { instantOfWall, wallClockOf } from '#lib/calendar/core/zone.ts';
import { CourseError } from '#lib/errors.ts';

/** What stands in a form's fields, by name. */
export type Values = Record<string, string>;

/** What to tell above a form that could not be carried out, with what was typed; null before it was sent. */
export type Refused = { problem: string; values: Values } | null;

export function valuesOf(form: FormData): Values {
  const pairs = [...form].flatMap(([name, value]) => (typeof value === 'string' ? [[name, value] as const] : []));
  return Object.fromEntries(pairs);
}

/** An expected refusal in words; anything else goes on. */
export function refusalOf(error: unknown, values: Values): { problem: string; values: Values } {
  if (error instanceof CourseError) {
    return { problem: [error.message, error.remedy].filter(Boolean).join(' '), values };
  }
  throw error;
}

/** A field of day and time, in the course's zone; an invalid date where it is empty or none. */
export const instantIn = (text: string | undefined, zone: string): Date =>
  instantOfWall(text ?? '', zone) ?? new Date(Number.NaN);

/**
 * The same of a field that showed a date: not touched, it is that date, with its seconds, and where the clock shows an
 * hour twice with the right one of the two.
 */
export function instantKept(text: string | undefined, shown: Date, zone: string): Date {
  const isSame = !Number.isNaN(shown.getTime()) && wallClockOf(shown, zone) === text;
  return isSame ? shown : instantIn(text, zone);
}

const textOf = (values: Values, name: string) => values[name] ?? '';

/** Rows of fields named `kind-field-0`, `kind-field-1` …, without those that are empty. */
function rowsOf<F extends string>(values: Values, kind: string, fields: readonly F[]): Record<F, string>[] {
  const rows: Record<F, string>[] = [];
  for (let i = 0; `${kind}-${fields[0]}-${i}` in values; i++) {
    const pairs = fields.map((field) => [field, textOf(values, `${kind}-${field}-${i}`).trim()] as const);
    // Object.fromEntries forgets which names there are; they are exactly `fields`.
    rows.push(Object.fromEntries(pairs) as Record<F, string>);
  }
  return rows;
}

export function sessionInput(values: Values, zone: string): SessionInput {
  const day = textOf(values, 'day');
  const links = rowsOf(values, 'link', ['label', 'url']);
  const readings = rowsOf(values, 'reading', ['title', 'authors', 'source', 'url', 'slug', 'id']);
  return {
    topic: textOf(values, 'topic'),
    place: textOf(values, 'place'),
    notes: textOf(values, 'notes'),
    startsAt: instantIn(`${day}T${textOf(values, 'from')}`, zone),
    endsAt: instantIn(`${day}T${textOf(values, 'to')}`, zone),
    links: links.filter(({ label, url }) => label !== '' || url !== ''),
    readings: readings
      .filter(({ title, authors, source, url }) => `${title}${authors}${source}${url}` !== '')
      .map(({ url, slug, id, ...text }) => ({ ...text, url: url || null, slug: slug || null, id: id || null })),
  };
}

export function seriesInput(values: Values): SeriesInput {
  return {
    weekdays: [1, 2, 3, 4, 5, 6, 7].filter((day) => `weekday-${day}` in values),
    from: textOf(values, 'from'),
    to: textOf(values, 'to'),
    firstDay: textOf(values, 'firstDay'),
    lastDay: textOf(values, 'lastDay'),
    without: textOf(values, 'without')
      .split(/[\s,;]+/)
      .filter(Boolean),
    place: textOf(values, 'place'),
    topics: textOf(values, 'topics')
      .split(/\r?\n/)
      .map((topic) => topic.trim())
      .filter(Boolean),
  };
}

export const termInput = (values: Values): TermInput => ({
  firstDay: textOf(values, 'firstDay'),
  lastDay: textOf(values, 'lastDay'),
  timeZone: textOf(values, 'timeZone').trim(),
});
