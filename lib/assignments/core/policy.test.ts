import { describe, expect, test } from 'vitest';
import { effectivePolicy } from './policy.ts';

const at = (day: number) => new Date(Date.UTC(2026, 0, day));
const dates = { opensAt: at(2), dueAt: at(10), closesAt: at(12) };
const policy = (now: Date, attemptsUsed = 0) =>
  effectivePolicy({ manifest: { attempts: 3 }, dates, extension: null, attemptsUsed }, now);

describe('effectivePolicy', () => {
  test.each([
    [at(1), 'not_open'],
    [at(2), null],
    [at(11), null],
    [at(12), 'closed'],
  ] as const)('at %s the refusal is %s', (now, refusal) => {
    expect(policy(now).refusal).toBe(refusal);
    expect(policy(now).isOpen).toBe(refusal === null);
  });

  test('the due instant itself is late', () => {
    expect(policy(new Date(at(10).getTime() - 1)).isLate).toBe(false);
    expect(policy(at(10)).isLate).toBe(true);
  });

  test('refuses when the attempts are used, and never counts below zero', () => {
    expect(policy(at(3), 2)).toMatchObject({ refusal: null, attempts: { used: 2, left: 1 } });
    expect(policy(at(3), 4)).toMatchObject({ refusal: 'no_attempts', attempts: { used: 4, left: 0 } });
  });

  test('an extension moves due and closing date, and is late only after its own', () => {
    const extension = { dueAt: at(14), closesAt: at(15), reason: 'Ill' };
    const extended = (now: Date) =>
      effectivePolicy({ manifest: { attempts: 3 }, dates, extension, attemptsUsed: 0 }, now);
    expect(extended(at(13))).toMatchObject({
      dueAt: at(14),
      closesAt: at(15),
      classDueAt: at(10),
      isLate: false,
      isOpen: true,
      refusal: null,
    });
    expect(extended(at(14))).toMatchObject({ isLate: true, refusal: null });
    expect(extended(at(15)).refusal).toBe('closed');
    expect(extended(at(1)).refusal).toBe('not_open');
  });
});
