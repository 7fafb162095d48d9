import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type CalendarItem, entriesOf, groupByWeek, isDueForMe, type Session } from './entries.ts';
import { addMonths, monthGrid, readMonth, sayMonth } from './month.ts';
import { meetingsOf, type Series } from './series.ts';
import { weekNumber, weeksOf } from './term.ts';
import { dayOf, startOfDay, wallClockOf } from './zone.ts';

const timeZone = 'Europe/Oslo';
const term = { start: startOfDay('2026-08-26', timeZone), end: startOfDay('2026-12-12', timeZone), timeZone }; // a Wednesday
const utc = (text: string) => new Date(`${text}:00Z`);

const session = (id: string, startsAt: Date): Session => ({
  id,
  topic: id,
  notes: '',
  place: '',
  startsAt,
  endsAt: new Date(startsAt.getTime() + 3600_000),
  cancelledAt: null,
  revision: 0,
  links: [],
  readings: [],
});
const item = (slug: string, dueAt: Date, handedIn = false): CalendarItem => ({
  slug,
  kind: 'code',
  title: slug,
  opensAt: utc('2026-01-01T00:00'),
  dueAt,
  closesAt: new Date(dueAt.getTime() + 86_400_000),
  classDueAt: dueAt,
  releasedAt: null,
  extension: null,
  handedIn,
  readings: [],
});

describe('weeks of term', () => {
  test('are counted from the week of the first day', () => {
    const number = (day: string) => weekNumber(day, term);
    expect([number('2026-08-24'), number('2026-08-30'), number('2026-08-31'), number('2026-12-11')]).toEqual([
      1, 1, 2, 16,
    ]);
    expect([number('2026-08-23'), number('2026-12-14')]).toEqual([null, null]);
    expect(weekNumber('2027-08-30', { ...term, end: null })).toBe(54);
  });

  test('are listed to the last day, and not at all where nobody knows it', () => {
    const weeks = weeksOf(term);
    expect([weeks.length, weeks[0], weeks.at(-1)]).toEqual([
      16,
      { number: 1, monday: '2026-08-24' },
      { number: 16, monday: '2026-12-07' },
    ]);
    expect(weeksOf({ ...term, end: null })).toEqual([]);
  });
});

describe('the list', () => {
  const now = utc('2026-10-25T10:00'); // the Sunday on which summer time ends
  const entries = entriesOf(
    [session('early', utc('2026-09-02T12:00')), session('monday', utc('2026-10-26T13:00'))],
    [item('due', utc('2026-10-25T22:59')), item('at once', utc('2026-10-26T13:00'))],
  );

  test('goes by week in the course’s zone, with a class before what is due at its beginning', () => {
    const weeks = groupByWeek(entries, term, now, false);
    expect(weeks.map(({ monday, number, isCurrent, isPast }) => [monday, number, isCurrent, isPast])).toEqual([
      ['2026-08-31', 2, false, true],
      ['2026-10-19', 9, true, false],
      ['2026-10-26', 10, false, false],
    ]);
    // 22:59 in UTC is 23:59 in Oslo: still Sunday, although the same clock time a day before was 20:59 in UTC.
    expect(weeks[1]?.days.map(({ day, isToday }) => [day, isToday])).toEqual([['2026-10-25', true]]);
    expect(weeks[2]?.days[0]?.entries.map(({ id }) => id)).toEqual(['monday', 'at once']);
  });

  test('has a place for today even when nothing happens, and every week of the term when asked', () => {
    expect(groupByWeek([], term, now, false).map(({ isCurrent }) => isCurrent)).toEqual([true]);
    expect(groupByWeek([], term, now, true)).toHaveLength(16);
    const before = groupByWeek([], term, utc('2026-01-01T00:00'), true);
    expect([before.length, before[0]?.number]).toEqual([17, null]);
  });

  test('loses nothing', () => {
    const when = fc.date({ min: new Date('2026-01-01'), max: new Date('2027-12-31'), noInvalidDate: true });
    fc.assert(
      fc.property(fc.array(when), fc.array(when), (classes, dues) => {
        const all = entriesOf(
          classes.map((at, i) => session(`s${i}`, at)),
          dues.map((at, i) => item(`i${i}`, at)),
        );
        const listed = groupByWeek(all, term, now, true).flatMap(({ days }) => days.flatMap((day) => day.entries));
        expect(listed).toEqual(all);
      }),
    );
  });
});

test('due for me is what I have not handed in and still can', () => {
  const at = utc('2026-10-01T00:00');
  const [open] = entriesOf([], [item('a', at)]);
  const [done] = entriesOf([], [item('a', at, true)]);
  const [class_] = entriesOf([session('s', at)], []);
  if (!open || !done || !class_) throw new Error('There are no entries.');
  expect(isDueForMe(open, utc('2026-09-01T00:00'))).toBe(true);
  expect(isDueForMe(open, utc('2026-10-01T12:00'))).toBe(true); // late, and still accepted
  expect(isDueForMe(open, utc('2026-10-02T00:00'))).toBe(false);
  expect(isDueForMe(done, utc('2026-09-01T00:00'))).toBe(false);
  expect(isDueForMe(class_, utc('2026-09-01T00:00'))).toBe(false);
});

describe('the month', () => {
  test('fills whole weeks, in a February of exactly four and a leap year', () => {
    expect(monthGrid('2027-02')).toHaveLength(4); // from Monday the 1st to Sunday the 28th
    const leap = monthGrid('2028-02').flat();
    expect([leap[0], leap.at(-1), leap.includes('2028-02-29')]).toEqual(['2028-01-31', '2028-03-05', true]);
  });

  test('holds each of its days once', () => {
    fc.assert(
      fc.property(fc.integer({ min: -600, max: 1200 }), (months) => {
        const month = addMonths('2026-01', months);
        const days = monthGrid(month).flat();
        expect(new Set(days).size).toBe(days.length);
        const own = days.filter((day) => day.startsWith(month));
        expect(own.length).toBe(Temporal.PlainYearMonth.from(month).daysInMonth);
      }),
    );
  });

  test('is read, said and counted on', () => {
    expect([readMonth('2026-11'), readMonth('2026-13'), readMonth('11/2026'), readMonth(undefined)]).toEqual([
      '2026-11',
      null,
      null,
      null,
    ]);
    expect([addMonths('2026-12', 1), addMonths('2026-01', -1), sayMonth('2026-11')]).toEqual([
      '2027-01',
      '2025-12',
      'November 2026',
    ]);
  });
});

describe('a series', () => {
  const series: Series = {
    weekdays: [1, 3],
    from: '14:00',
    to: '15:15',
    firstDay: '2026-10-19',
    lastDay: '2026-11-04',
    without: ['2026-10-28'],
  };

  test('meets at the same time on the wall when summer time ends, and not on days without class', () => {
    const walls = meetingsOf(series, timeZone).map(({ startsAt }) => wallClockOf(startsAt, timeZone));
    expect(walls).toEqual([
      '2026-10-19T14:00',
      '2026-10-21T14:00',
      '2026-10-26T14:00',
      '2026-11-02T14:00',
      '2026-11-04T14:00',
    ]);
    expect(meetingsOf(series, timeZone)[1]?.startsAt.toISOString()).toBe('2026-10-21T12:00:00.000Z');
    expect(meetingsOf(series, timeZone)[2]?.startsAt.toISOString()).toBe('2026-10-26T13:00:00.000Z');
  });

  test('keeps its length where the clock jumps over its beginning', () => {
    const night = {
      ...series,
      weekdays: [7],
      from: '02:30',
      to: '03:00',
      firstDay: '2026-03-29',
      lastDay: '2026-03-29',
    };
    const [meeting] = meetingsOf(night, timeZone);
    expect(meeting && meeting.endsAt.getTime() - meeting.startsAt.getTime()).toBe(30 * 60_000);
  });

  test('meets on 29 February', () => {
    const leap = { ...series, weekdays: [2], firstDay: '2028-02-28', lastDay: '2028-03-01', without: [] };
    expect(meetingsOf(leap, timeZone).map(({ startsAt }) => dayOf(startsAt, timeZone))).toEqual(['2028-02-29']);
  });

  test('is empty where no day matches, and stops where it never would', () => {
    expect(meetingsOf({ ...series, lastDay: '2026-10-18' }, timeZone)).toEqual([]);
    const all = { ...series, weekdays: [1, 2, 3, 4, 5, 6, 7], lastDay: '2999-01-01' };
    expect(meetingsOf(all, timeZone)).toHaveLength(251);
  });
});
