import { z } from 'zod';
import { emailSchema, nameSchema } from '#lib/auth/core.ts';

/** What a course is asked for at its beginning. Every message names its remedy. */

const dateShape = /^\d{4}-\d{2}-\d{2}$/;

const dateSchema = z
  .string()
  .trim()
  .regex(dateShape, 'A date is written like 2026-10-05: year, month, day.')
  .superRefine((text, issues) => {
    const problem = dateShape.test(text) ? findDateProblem(text) : null;
    if (problem) issues.addIssue({ code: 'custom', message: problem });
  });

/** A day the month does not have is named: 29 February is the usual one. */
function findDateProblem(text: string): string | null {
  const [year = 0, month = 0, day = 0] = text.split('-').map(Number);
  if (month < 1 || month > 12) return `${text} has no such month: write year, month, day, as in 2026-10-05.`;
  const { daysInMonth } = Temporal.PlainYearMonth.from({ year, month });
  if (day >= 1 && day <= daysInMonth) return null;
  return `${text} is no day of the calendar: that month has ${daysInMonth} days.`;
}

/** Names of places only: a mere offset knows nothing of summer time. */
const zoneSchema = z
  .string()
  .trim()
  .transform((text, issues) => {
    const found = zones().find((zone) => zone.toLowerCase() === text.toLowerCase());
    if (found) return found;
    issues.addIssue({ code: 'custom', message: `There is no time zone ${text}. ${suggestZones(text)}` });
    return z.NEVER;
  });

const zones = () => ['UTC', ...Intl.supportedValuesOf('timeZone')];

function suggestZones(text: string): string {
  const word = text.toLowerCase().replaceAll(' ', '_');
  const similar = word.length < 3 ? [] : zones().filter((zone) => zone.toLowerCase().includes(word));
  if (similar.length === 0) return 'Write it like Europe/Berlin: continent, slash, city.';
  return `Did you mean ${similar.slice(0, 3).join(' or ')}?`;
}

const thisMachine = ['localhost', '127.0.0.1', '[::1]'];

/** Where people open it: https, because passwords travel there; plain http only to this very machine. */
const addressSchema = z
  .string()
  .trim()
  .transform((text, issues) => {
    const url = URL.parse(text);
    const problem = url ? findAddressProblem(url) : 'It is written like https://course.example.edu.';
    if (url && !problem) return url.origin;
    issues.addIssue({ code: 'custom', message: `${text} is no address for a course. ${problem}` });
    return z.NEVER;
  });

function findAddressProblem(url: URL): string | null {
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && thisMachine.includes(url.hostname))) {
    return 'It begins with https://, because passwords travel there.';
  }
  if (url.username || url.password) return 'Leave out the name and password.';
  if (url.pathname !== '/' || url.search || url.hash)
    return 'A course has a host name of its own: leave out what follows it.';
  return null;
}

export const courseFields = {
  title: z.string().trim().min(1, 'A title is needed.').max(120, 'A title has at most 120 characters.'),
  start: dateSchema,
  end: dateSchema,
  zone: zoneSchema,
  address: addressSchema,
  instructor: emailSchema,
  name: nameSchema,
};
export type CourseField = keyof typeof courseFields;

const longestDays = 366;

/** Dates as `2026-10-05`, both days of term included. */
export const courseInputSchema = z.object(courseFields).superRefine(({ start, end }, issues) => {
  const days = Temporal.PlainDate.from(start).until(end, { largestUnit: 'day' }).days;
  const add = (message: string) => issues.addIssue({ code: 'custom', path: ['end'], message });
  if (days < 0) add(`Term would end on ${end}, before it begins on ${start}.`);
  if (days > longestDays) add(`Term would last from ${start} to ${end}, more than a year. Is the year right?`);
});
export type CourseInput = z.output<typeof courseInputSchema>;

/** The first instant of term, and the first after it, in the course's zone. */
export function termOf({ start, end, zone }: Pick<CourseInput, 'start' | 'end' | 'zone'>) {
  const instant = (day: Temporal.PlainDate) => new Date(day.toZonedDateTime(zone).epochMilliseconds);
  const lastDay = Temporal.PlainDate.from(end);
  return { termStart: instant(Temporal.PlainDate.from(start)), termEnd: instant(lastDay.add({ days: 1 })) };
}

/** What a database holds, in the numbers that a person would miss. */
export type Contents = {
  title: string;
  demo: boolean;
  people: number;
  submissions: number;
  texts: number;
  posts: number;
  files: number;
};

/** "27 people, 14 submissions, 9 texts, 31 posts and 4 files". */
export function contentsText({ people, submissions, texts, posts, files }: Contents): string {
  const count = (n: number, one: string, many = `${one}s`) => (n === 0 ? [] : [`${n} ${n === 1 ? one : many}`]);
  const parts = [
    ...count(people, 'person', 'people'),
    ...count(submissions, 'submission'),
    ...count(texts, 'text'),
    ...count(posts, 'post'),
    ...count(files, 'file'),
  ];
  const last = parts.pop();
  if (last === undefined) return 'no people and no work';
  return parts.length === 0 ? last : `${parts.join(', ')} and ${last}`;
}
