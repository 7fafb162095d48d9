import { expect, it } from 'vitest';
import { absoluteTime, relativeTime, zoneName } from './time-format.ts';

const now = new Date('2026-11-23T12:00:00Z');
const inMinutes = (minutes: number) => new Date(now.getTime() + minutes * 60_000);
const hours = 60;
const days = 24 * hours;

it('says an instant in the zone of the course, with the year only when it is another', () => {
  expect(absoluteTime(new Date('2026-11-26T09:59:00Z'), 'Pacific/Honolulu', now)).toBe('Wed 25 Nov, 23:59');
  expect(absoluteTime(new Date('2027-01-04T08:00:00Z'), 'Europe/Berlin', now)).toBe('Mon 4 Jan 2027, 09:00');
});

it('names the zone as it is at that instant', () => {
  expect(zoneName(new Date('2026-01-15T12:00:00Z'), 'Europe/London')).toBe('GMT');
  expect(zoneName(new Date('2026-07-15T12:00:00Z'), 'Europe/London')).toBe('BST');
});

it.each([
  [0.5, 'in under a minute'],
  [-0.5, 'just now'],
  [59, 'in 59 minutes'],
  [47 * hours, 'in 47 hours'],
  [2 * days - 1, 'in 47 hours'],
  [3 * days - 1, 'in 2 days'],
  [-23 * hours, '23 hours ago'],
  [-25 * hours, 'yesterday'],
  [-90 * days, '3 months ago'],
])('%d minutes from now is "%s", never further than it is', (minutes, words) => {
  expect(relativeTime(inMinutes(minutes), 'UTC', now)).toBe(words);
});

it('counts what is past in days of the calendar, where the course is', () => {
  const monday = new Date('2026-11-23T23:59:00Z');
  const wednesday = new Date('2026-11-25T18:00:00Z');
  expect(relativeTime(monday, 'UTC', wednesday)).toBe('2 days ago');
  expect(relativeTime(monday, 'Asia/Tokyo', wednesday)).toBe('2 days ago'); // Tuesday and Thursday there
  expect(relativeTime(monday, 'Europe/Berlin', wednesday)).toBe('yesterday'); // Tuesday there
});
