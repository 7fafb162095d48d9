import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type BackupHistory,
  backupKinds,
  backupName,
  backupStateOf,
  backupsToForget,
  countLines,
  isBackupDue,
  lastQuietTime,
} from './core.ts';

const at = (text: string) => new Date(text);
const zone = 'Europe/Berlin';

describe('the quiet time', () => {
  it('is half past three in the course’s zone, whatever the clocks did that night', () => {
    expect(lastQuietTime(at('2026-11-25T12:00Z'), zone)).toEqual(at('2026-11-25T02:30Z'));
    expect(lastQuietTime(at('2026-11-25T02:29Z'), zone)).toEqual(at('2026-11-24T02:30Z'));
    expect(lastQuietTime(at('2026-03-29T12:00Z'), zone)).toEqual(at('2026-03-29T01:30Z')); // forward at two
    expect(lastQuietTime(at('2026-10-25T01:00Z'), zone)).toEqual(at('2026-10-24T01:30Z')); // back at three
    expect(lastQuietTime(at('2028-03-01T00:00Z'), 'UTC')).toEqual(at('2028-02-29T03:30Z')); // a leap day
  });

  it('has come, and is a day ago at most', () => {
    const zones = ['UTC', zone, 'Pacific/Apia', 'Asia/Kathmandu', 'America/St_Johns', 'Africa/Cairo'];
    fc.assert(
      fc.property(
        fc.date({ min: at('2015-01-01'), max: at('2040-01-01'), noInvalidDate: true }),
        fc.constantFrom(...zones),
        (now, timeZone) => {
          const age = now.getTime() - lastQuietTime(now, timeZone).getTime();
          expect(age).toBeGreaterThanOrEqual(0);
          expect(age).toBeLessThanOrEqual(25 * 3600_000);
        },
      ),
    );
  });
});

describe('a nightly backup', () => {
  const history = (change: Partial<BackupHistory>): BackupHistory => {
    return { courseSince: at('2026-11-01'), done: null, failed: null, ...change };
  };
  const done = (time: string) => ({ at: at(time), file: 'a.zst', host: 'h', bytes: 1 });
  const failed = (time: string) => ({ at: at(time), host: 'h', reason: 'full' });
  const due = (change: Partial<BackupHistory>, now: string) => isBackupDue(history(change), at(now), zone);

  it('is due once the night has come, and only once', () => {
    expect(due({ done: done('2026-11-24T02:30:10Z') }, '2026-11-25T02:29:59Z')).toBe(false);
    expect(due({ done: done('2026-11-24T02:30:10Z') }, '2026-11-25T02:30:00Z')).toBe(true);
    expect(due({ done: done('2026-11-25T02:30:00Z') }, '2026-11-25T02:31:00Z')).toBe(false);
  });
  it('is made up for in the morning', () => {
    expect(due({ done: done('2026-11-20T02:30Z') }, '2026-11-25T09:00Z')).toBe(true);
  });
  it('waits for the night where the course began today', () => {
    expect(due({ courseSince: at('2026-11-25T08:00Z') }, '2026-11-25T09:00Z')).toBe(false);
    expect(due({ courseSince: at('2026-11-25T08:00Z') }, '2026-11-26T02:30Z')).toBe(true);
  });
  it('that failed is tried again an hour later', () => {
    expect(due({ failed: failed('2026-11-25T02:30Z') }, '2026-11-25T03:29Z')).toBe(false);
    expect(due({ failed: failed('2026-11-25T02:30Z') }, '2026-11-25T03:30Z')).toBe(true);
  });

  it('is told to staff as it is', () => {
    const state = (change: Partial<BackupHistory>, now: string) => backupStateOf(history(change), at(now)).kind;
    const [night, morning] = [done('2026-11-25T02:30Z'), failed('2026-11-25T06:00Z')];
    expect(state({ courseSince: at('2026-11-25') }, '2026-11-25T08:00Z')).toBe('none_yet');
    expect(state({ done: night }, '2026-11-25T08:00Z')).toBe('good');
    expect(state({ done: night }, '2026-11-28T08:00Z')).toBe('old');
    expect(state({ done: night, failed: morning }, '2026-11-25T08:00Z')).toBe('failing');
    expect(state({ done: night, failed: failed('2026-11-24T06:00Z') }, '2026-11-25T08:00Z')).toBe('good');
    expect(state({}, '2026-11-25T08:00Z')).toBe('failing');
  });
});

describe('what is kept', () => {
  const nights = Array.from({ length: 20 }, (_, i) => backupName('nightly', new Date(Date.UTC(2026, 1, 15 + i))));

  it('is the fourteen newest of each kind', () => {
    const others = ['before-init-2020-01-01T00-00-00Z.zst', 'notes.txt', 'nightly-old.zst', `${nights[0]}.77.part`];
    const gone = backupsToForget([...others, ...nights.toReversed()], 'nightly');
    expect(gone).toEqual(nights.slice(0, 6));
  });
  it('is everything while there are few', () => {
    expect(backupsToForget(nights.slice(0, 14), 'nightly')).toEqual([]);
    expect(backupKinds.flatMap((kind) => backupsToForget(nights.slice(0, 3), kind))).toEqual([]);
  });
});

it('counts rows by their ends', () => {
  expect(countLines(Buffer.from('a\nb\n\nc'))).toBe(3);
  expect(countLines(new Uint8Array())).toBe(0);
});
