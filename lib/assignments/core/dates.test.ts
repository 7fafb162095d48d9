import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { instantOf } from './dates.ts';

const zones = ['UTC', 'Europe/Oslo', 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe', 'America/Santiago'];

/** The first instant of a calendar day in a zone. */
const startOf = (day: string, timeZone: string) =>
  new Date(Temporal.PlainDate.from(day).toZonedDateTime(timeZone).epochMilliseconds);

const at = (day: number, time: string, firstDay: string, timeZone: string) =>
  instantOf({ day, time }, { start: startOf(firstDay, timeZone), timeZone }).toISOString();

describe('instantOf', () => {
  test('keeps the wall clock when summer time begins (Oslo, 29 March 2026)', () => {
    expect(at(13, '23:59', '2026-03-15', 'Europe/Oslo')).toBe('2026-03-28T22:59:00.000Z');
    expect(at(14, '23:59', '2026-03-15', 'Europe/Oslo')).toBe('2026-03-29T21:59:00.000Z');
  });

  test('takes a time that the clock skips an hour later', () => {
    expect(at(0, '02:30', '2026-03-29', 'Europe/Oslo')).toBe('2026-03-29T01:30:00.000Z'); // 03:30 on the wall
  });

  test('takes the first of a time that the clock shows twice', () => {
    expect(at(0, '02:30', '2026-10-25', 'Europe/Oslo')).toBe('2026-10-25T00:30:00.000Z');
  });

  test('counts from the first day whatever instant of it is given', () => {
    const timeZone = 'America/New_York';
    const evening = new Date('2026-09-01T03:59:00Z'); // 23:59 on 31 August in New York
    expect(instantOf({ day: 0, time: '08:00' }, { start: evening, timeZone }).toISOString()).toBe(
      '2026-08-31T12:00:00.000Z',
    );
  });

  test('shows the asked time on the asked day, in every zone', () => {
    const scene = fc.record({
      timeZone: fc.constantFrom(...zones),
      first: fc.integer({ min: 0, max: 1500 }),
      day: fc.integer({ min: -30, max: 400 }),
      hour: fc.integer({ min: 4, max: 23 }), // no zone here changes its clock between 4 and 24
      minute: fc.integer({ min: 0, max: 59 }),
    });
    fc.assert(
      fc.property(scene, ({ timeZone, first, day, hour, minute }) => {
        const firstDay = Temporal.PlainDate.from('2024-01-01').add({ days: first });
        const time = Temporal.PlainTime.from({ hour, minute }).toString({ smallestUnit: 'minute' });
        const instant = instantOf({ day, time }, { start: startOf(firstDay.toString(), timeZone), timeZone });
        const seen = Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(timeZone);
        expect(seen.toPlainDate().toString()).toBe(firstDay.add({ days: day }).toString());
        expect(seen.toPlainTime().toString({ smallestUnit: 'minute' })).toBe(time);
      }),
    );
  });

  test('a later date is a later instant', () => {
    fc.assert(
      fc.property(fc.constantFrom(...zones), fc.integer({ min: 0, max: 399 }), (timeZone, day) => {
        const term = { start: startOf('2026-01-10', timeZone), timeZone };
        const today = instantOf({ day, time: '23:59' }, term).getTime();
        const tomorrow = instantOf({ day: day + 1, time: '00:00' }, term).getTime();
        expect(tomorrow).toBeGreaterThan(today);
      }),
    );
  });
});
