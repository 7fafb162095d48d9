import { z } from 'zod';
import { canBeStored, isBlank } from '#lib/text/core.ts';
import { mostMeetings } from './series.ts';
import { isTimeZone, readDay } from './zone.ts';

/** What staff write about a class session. Each message says what is wrong in words for the form. */

const line = (what: string, most: number) =>
  z
    .string()
    .trim()
    .max(most, `${what} is longer than ${most} characters.`)
    .refine((text) => canBeStored(text), `${what} holds a null character. Delete it.`);

/** Where a link may lead: the web, or a page of this site. */
export const addressSchema = z
  .string()
  .trim()
  .max(2000, 'An address is longer than 2,000 characters.')
  .refine((text) => isAddress(text), 'An address begins with https://, or with / for a page of this course.');

function isAddress(text: string): boolean {
  if (/^\/(?![/\\])/.test(text)) return URL.canParse(text, 'http://course.invalid');
  return /^https?:\/\//i.test(text) && URL.canParse(text);
}

export const linkSchema = z.object({
  label: line('The name of a link', 200).min(1, 'A link needs a name.'),
  url: addressSchema,
});

export const readingSchema = z.object({
  /** Null where it is new. */
  id: z.uuid().nullable(),
  title: line('The title of a reading', 300).min(1, 'A reading needs a title.'),
  authors: line('The authors of a reading', 300),
  source: line('The source of a reading', 300),
  url: addressSchema.nullable(),
  /** The item that it is read for. */
  slug: z
    .string()
    .regex(/^[0-9a-z][0-9a-z-]{0,63}$/)
    .nullable(),
});

export const sessionSchema = z
  .object({
    topic: line('The topic', 200).refine((text) => !isBlank(text), 'A class needs a topic.'),
    place: line('The place', 200),
    notes: line('The text of the notes', 10_000),
    startsAt: z.date('Say when the class begins.'),
    endsAt: z.date('Say when the class ends.'),
    links: z.array(linkSchema).max(20, 'A class has at most 20 links.'),
    readings: z.array(readingSchema).max(20, 'A class has at most 20 readings.'),
  })
  .refine(({ startsAt, endsAt }) => startsAt < endsAt, 'The class ends before it begins.')
  .refine(
    ({ startsAt, endsAt }) => endsAt.getTime() - startsAt.getTime() <= 24 * 3600_000,
    'The class is longer than a day.',
  );
export type SessionInput = z.input<typeof sessionSchema>;

const day = (what: string) =>
  z.string().refine((text) => readDay(text) !== null, `${what} is not a day of the calendar.`);
const time = (what: string) => z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, `${what} is not a time like 14:00.`);

export const seriesSchema = z
  .object({
    weekdays: z.array(z.number().int().min(1).max(7)).min(1, 'Choose at least one weekday.'),
    from: time('The beginning'),
    to: time('The end'),
    firstDay: day('The first day'),
    lastDay: day('The last day'),
    without: z.array(day('A day without class')).max(100, 'There are more than 100 days without class.'),
    place: line('The place', 200),
    topics: z.array(line('A topic', 200).min(1)).max(mostMeetings, `There are more than ${mostMeetings} topics.`),
  })
  .refine(({ from, to }) => from < to, 'The class ends before it begins.')
  .refine(({ firstDay, lastDay }) => firstDay <= lastDay, 'The last day comes before the first.');
export type SeriesInput = z.input<typeof seriesSchema>;

export const termSchema = z
  .object({
    firstDay: day('The first day'),
    lastDay: day('The last day'),
    timeZone: z.string().refine(isTimeZone, 'This is no time zone like Europe/Oslo.'),
  })
  .refine(({ firstDay, lastDay }) => firstDay <= lastDay, 'The last day comes before the first.');
export type TermInput = z.input<typeof termSchema>;
