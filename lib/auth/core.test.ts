import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { can, emailSchema, isSessionAlive, safeReturn, secondsUntilAllowed, systemUser, type User } from './core.ts';

const person = (role: User['role'], id = 'a'): User => ({ id, email: 'a@example.edu', name: 'A', role });

describe('what people may do', () => {
  it('shows a submission to its author and to staff only', () => {
    const submission = { userId: 'a' };
    expect(can.seeSubmission(person('student', 'a'), submission)).toBe(true);
    expect(can.seeSubmission(person('student', 'b'), submission)).toBe(false);
    expect(can.seeSubmission(person('assistant', 'b'), submission)).toBe(true);
  });

  it('lets only instructors and the host manage people', () => {
    expect(can.manageUsers(person('assistant'))).toBe(false);
    expect(can.manageUsers(person('instructor'))).toBe(true);
    expect(can.manageUsers(systemUser)).toBe(true);
  });
});

describe('a session', () => {
  const claims = { userId: 'a', sessionVersion: 3 };
  it('lives while nothing changed', () => {
    expect(isSessionAlive(claims, { sessionVersion: 3, deactivatedAt: null })).toBe(true);
  });
  it('dies with a newer version or a deactivated account', () => {
    expect(isSessionAlive(claims, { sessionVersion: 4, deactivatedAt: null })).toBe(false);
    expect(isSessionAlive(claims, { sessionVersion: 3, deactivatedAt: new Date() })).toBe(false);
  });
});

describe('secondsUntilAllowed', () => {
  const limit = { failures: 3, windowMs: 60_000 };
  const now = new Date('2026-11-23T12:00:00Z');
  const ago = (seconds: number) => new Date(now.getTime() - seconds * 1000);

  it('allows below the limit and after the window', () => {
    expect(secondsUntilAllowed([ago(1), ago(2)], limit, now)).toBe(0);
    expect(secondsUntilAllowed([ago(61), ago(62), ago(63)], limit, now)).toBe(0);
  });
  it('waits until enough failures have aged out', () => {
    expect(secondsUntilAllowed([ago(10), ago(50), ago(30)], limit, now)).toBe(10);
    expect(secondsUntilAllowed([ago(10), ago(50), ago(30), ago(20)], limit, now)).toBe(30);
  });
});

describe('safeReturn', () => {
  it('keeps addresses within the site', () => {
    expect(safeReturn('/assignments/06-cnn-translation?tab=model#code')).toBe(
      '/assignments/06-cnn-translation?tab=model#code',
    );
  });
  it.each([
    'https://evil.example',
    '//evil.example',
    '/\\evil.example',
    '/\t/evil.example',
    '/..//evil.example',
    'javascript:alert(1)',
    '/sign-in?from=/x',
    '/api/auth/signout',
    '',
    undefined,
  ])('refuses %j', (from) => {
    expect(safeReturn(from)).toBe('/');
  });
  it('never leaves the origin, whatever it is given', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const target = new URL(safeReturn(`/${text}`), 'https://course.example');
        expect(target.origin).toBe('https://course.example');
      }),
    );
  });
});

it('reads an e-mail address as it is stored', () => {
  expect(emailSchema.parse('  Ada@Example.EDU ')).toBe('ada@example.edu');
  expect(emailSchema.safeParse('ada').success).toBe(false);
});
