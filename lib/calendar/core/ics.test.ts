import fc from 'fast-check';
import ICAL from 'ical.js';
import { describe, expect, test } from 'vitest';
import { escapeText, fold, type IcsEvent, utc, writeCalendar } from './ics.ts';

const event: IcsEvent = {
  uid: 'session.1@course',
  sequence: 2,
  changedAt: new Date('2026-01-01T00:00:00Z'),
  startsAt: new Date('2026-11-25T22:59:00Z'),
  endsAt: null,
  summary: 'Due: A CNN, and translation; “shifted”',
  description: 'First line\nsecond \\ line',
  location: '',
  url: 'https://course.example.edu/calendar',
  category: 'Due',
  cancelled: false,
};
const written = (...events: IcsEvent[]) => writeCalendar({ name: 'Deep, deeper', timeZone: 'Europe/Oslo', events });

/** As a calendar program reads it. */
const parsed = (text: string) =>
  new ICAL.Component(ICAL.parse(text)).getAllSubcomponents('vevent').map((part) => new ICAL.Event(part));

/** Any text a person could write, also in scripts of several octets a character and with lone surrogates. */
const text = fc.oneof(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'binary' }), fc.lorem({ maxCount: 60 }));
const octets = (line: string) => new TextEncoder().encode(line).length;

describe('a folded line', () => {
  test('breaks after 75 octets and not within a character', () => {
    expect(fold('x'.repeat(76))).toBe(`${'x'.repeat(75)}\r\n x`);
    expect(fold(`${'x'.repeat(74)}é`)).toBe(`${'x'.repeat(74)}\r\n é`);
    expect(fold('🙂'.repeat(20)).split('\r\n ').map(octets)).toEqual([72, 8]);
  });

  test('is never too long, and comes back as it was', () => {
    fc.assert(
      fc.property(text, (given) => {
        const line = given.toWellFormed().replace(/[\r\n]/g, '');
        const folded = fold(line);
        for (const part of folded.split('\r\n')) expect(octets(part)).toBeLessThanOrEqual(75);
        expect(folded.replaceAll('\r\n ', '')).toBe(line);
      }),
    );
  });
});

describe('escaped text', () => {
  test('cannot end its line or begin another property', () => {
    expect(escapeText('a,b;c\\d\r\nEND:VEVENT\u0000\u0007')).toBe('a\\,b\\;c\\\\d\\nEND:VEVENT');
  });

  test('is read by a calendar program as it was written', () => {
    fc.assert(
      fc.property(text, text, (summary, description) => {
        const [read] = parsed(written({ ...event, summary: `x${summary}x`, description: `x${description}x` }));
        const plain = (given: string) =>
          given
            .toWellFormed()
            .replace(/\r\n|\r/g, '\n')
            .replace(/[^\P{Cc}\t\n]/gu, '');
        expect(read?.summary).toBe(`x${plain(summary)}x`);
        expect(read?.description).toBe(`x${plain(description)}x`);
      }),
    );
  });
});

describe('a calendar', () => {
  test('is whole lines that end in CRLF, whatever it is given', () => {
    fc.assert(
      fc.property(text, text, (summary, location) => {
        const lines = written({ ...event, summary, location }, event).split('\r\n');
        expect(lines.pop()).toBe('');
        for (const line of lines) {
          expect(line).toMatch(/^( |[A-Z-]+[:;])/);
          expect(line).not.toMatch(/[\r\n]/);
        }
        expect(lines.filter((line) => line === 'BEGIN:VEVENT')).toHaveLength(2);
      }),
    );
  });

  test('has for a deadline no end, so that it is an instant', () => {
    const file = written(event);
    expect(file).toContain('DTSTART:20261125T225900Z\r\n');
    expect(file).not.toContain('DTEND');
    expect(file).toContain('TRANSP:TRANSPARENT');
    const [read] = parsed(file);
    expect(read?.endDate.toJSDate()).toEqual(event.startsAt);
  });

  test('says what is cancelled, and how often it changed', () => {
    const endsAt = new Date('2026-11-25T23:59:00Z');
    const file = written({ ...event, endsAt, cancelled: true });
    expect(file).toContain('STATUS:CANCELLED\r\n');
    expect(file).toContain('SEQUENCE:2\r\n');
    expect(file).toContain('TRANSP:TRANSPARENT');
    expect(written({ ...event, endsAt })).toContain('TRANSP:OPAQUE');
  });

  test('writes an instant in whole seconds of UTC', () => {
    expect(utc(new Date('2028-02-29T23:59:59.999Z'))).toBe('20280229T235959Z');
  });
});
