import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dayOf, instantOfWall, mondayOf, readDay, sayInstant, startOfDay, wallClockOf, weekdayOf } from './zone.ts';

const zones = ['UTC', 'Europe/Oslo', 'America/New_York', 'Asia/Kathmandu', 'Pacific/Apia', 'Australia/Lord_Howe'];
const instant = fc.date({ min: new Date('1990-01-01'), max: new Date('2090-01-01'), noInvalidDate: true });

describe('a wall clock’s reading', () => {
  test.each([
    ['2026-11-25T23:59', 'Pacific/Honolulu', '2026-11-26T09:59:00.000Z'],
    ['2026-03-29T02:30', 'Europe/Oslo', '2026-03-29T01:30:00.000Z'], // skipped: 03:30 on the wall
    ['2026-10-25T02:30', 'Europe/Oslo', '2026-10-25T00:30:00.000Z'], // shown twice: the first
    ['2028-02-29T10:00', 'America/New_York', '2028-02-29T15:00:00.000Z'],
  ])('%s in %s is %s', (text, zone, expected) => {
    expect(instantOfWall(text, zone)?.toISOString()).toBe(expected);
  });

  test.each([
    '2027-02-29T10:00',
    '2026-11-31T10:00',
    '2026-11-25T24:00',
    '2026-11-25',
    '0001-01-01T10:00',
    '9999-12-31T23:59',
    '',
    'now',
  ])('%j is none', (text) => {
    expect(instantOfWall(text, 'Europe/Oslo')).toBeNull();
  });

  test('comes back from the instant, but for the hour that is shown twice', () => {
    fc.assert(
      fc.property(instant, fc.constantFrom(...zones), (at, zone) => {
        const wall = wallClockOf(at, zone);
        const again = instantOfWall(wall, zone);
        expect(again && wallClockOf(again, zone)).toBe(wall);
        expect(again && at.getTime() - again.getTime()).toBeLessThan(2 * 3600_000);
      }),
    );
  });
});

describe('a day', () => {
  test('begins at its first instant, where midnight is skipped too', () => {
    expect(startOfDay('2026-03-29', 'Europe/Oslo').toISOString()).toBe('2026-03-28T23:00:00.000Z');
    expect(startOfDay('2018-11-04', 'America/Sao_Paulo').toISOString()).toBe('2018-11-04T03:00:00.000Z'); // 01:00
  });

  test('is the zone’s own', () => {
    const at = new Date('2026-11-26T09:59:00Z');
    expect(dayOf(at, 'Pacific/Honolulu')).toBe('2026-11-25');
    expect(dayOf(at, 'Asia/Tokyo')).toBe('2026-11-26');
    expect(sayInstant(at, 'Pacific/Honolulu')).toBe('Wed 25 Nov 2026, 23:59');
  });

  test('is read strictly', () => {
    expect(readDay('2028-02-29')).toBe('2028-02-29');
    for (const none of ['2027-02-29', '25.11.2026', '0001-01-01', '9999-12-31']) expect(readDay(none)).toBeNull();
  });

  test('lies in the week of its Monday, across years and leap days', () => {
    expect(mondayOf('2026-01-01')).toBe('2025-12-29');
    expect(mondayOf('2028-02-29')).toBe('2028-02-28');
    fc.assert(
      fc.property(instant, (at) => {
        const day = dayOf(at, 'UTC');
        const monday = mondayOf(day);
        expect(weekdayOf(monday)).toBe(1);
        expect(monday <= day).toBe(true);
      }),
    );
  });
});
