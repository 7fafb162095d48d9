import { describe, expect, it } from 'vitest';
import { type CourseField, contentsText, courseFields, courseInputSchema, termOf } from './core.ts';

const problem = (field: CourseField, text: string) => courseFields[field].safeParse(text).error?.issues[0]?.message;

describe('a date', () => {
  it('may be a leap day of a leap year', () => {
    expect(problem('start', '2028-02-29')).toBeUndefined();
    expect(problem('start', ' 2026-10-05 ')).toBeUndefined();
  });
  it.each([
    ['2027-02-29', /2027-02-29 is no day of the calendar: that month has 28 days/],
    ['2026-04-31', /30 days/],
    ['2026-13-01', /no such month/],
    ['2026-00-10', /no such month/],
    ['2026-10-00', /31 days/],
    ['05.10.2026', /written like 2026-10-05/],
    ['', /written like 2026-10-05/],
  ])('%s is refused', (text, message) => expect(problem('end', text)).toMatch(message));
});

describe('a time zone', () => {
  it('is found whatever its case', () => {
    expect(courseFields.zone.parse('europe/berlin')).toBe('Europe/Berlin');
    expect(courseFields.zone.parse('utc')).toBe('UTC');
  });
  it.each([
    ['Berlin', /Did you mean Europe\/Berlin\?/],
    ['new york', /Did you mean America\/New_York\?/],
    ['+02:00', /like Europe\/Berlin/],
    ['x', /like Europe\/Berlin/],
  ])('%s is refused', (text, message) => expect(problem('zone', text)).toMatch(message));
});

describe('an address', () => {
  it('is https, or http to this very machine', () => {
    expect(courseFields.address.parse('https://Course.Example.edu/')).toBe('https://course.example.edu');
    expect(courseFields.address.parse('http://localhost:3000')).toBe('http://localhost:3000');
  });
  it.each([
    ['http://course.example.edu', /begins with https/],
    ['http://localhost.example.edu', /begins with https/],
    ['ftp://course.example.edu', /begins with https/],
    ['course.example.edu', /written like https/],
    ['https://a:b@course.example.edu', /name and password/],
    ['https://example.edu/course', /leave out what follows/],
  ])('%s is refused', (text, message) => expect(problem('address', text)).toMatch(message));
});

describe('a term', () => {
  const input = { title: 'T', zone: 'Europe/Berlin', address: 'https://c.edu', instructor: 'a@b.edu', name: 'A' };
  const termProblem = (start: string, end: string) => {
    const issue = courseInputSchema.safeParse({ ...input, start, end }).error?.issues[0];
    return issue && `${String(issue.path[0])}: ${issue.message}`;
  };
  it('ends after it begins, within a year', () => {
    expect(termProblem('2026-10-05', '2027-02-12')).toBeUndefined();
    expect(termProblem('2026-10-05', '2026-10-05')).toBeUndefined();
    expect(termProblem('2026-10-05', '2026-10-04')).toMatch(/^end: Term would end on 2026-10-04, before/);
    expect(termProblem('2026-10-05', '2062-02-12')).toMatch(/^end: .*Is the year right\?/);
  });
  it('lasts through its last day, in the course’s zone', () => {
    const { termStart, termEnd } = termOf({ zone: 'Europe/Berlin', start: '2026-10-05', end: '2027-03-28' });
    expect(termStart).toEqual(new Date('2026-10-04T22:00Z'));
    expect(termEnd).toEqual(new Date('2027-03-28T22:00Z')); // summer time since that morning
  });
});

it('says what a database holds', () => {
  const nothing = { title: 'T', demo: true, people: 0, submissions: 0, texts: 0, posts: 0, files: 0 };
  expect(contentsText(nothing)).toBe('no people and no work');
  expect(contentsText({ ...nothing, people: 1 })).toBe('1 person');
  expect(contentsText({ ...nothing, people: 27, texts: 1, files: 2 })).toBe('27 people, 1 text and 2 files');
});
