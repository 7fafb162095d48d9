import { describe, expect, test } from 'vitest';
import { readSettings } from './env.ts';

test('nothing set is a demo on port 3000', () => {
  const settings = readSettings({});
  expect(settings.PORT).toBe(3000);
  expect(settings.DATABASE_URL).toBeUndefined();
  expect(settings.DATA_DIR).toMatch(/\/\.data$/);
});

test('an empty variable counts as unset', () => {
  expect(readSettings({ DATABASE_URL: '', TERM_START: '' })).toEqual(readSettings({}));
});

describe('a wrong value is refused by name', () => {
  test.each([
    ['PORT', 'eighty'],
    ['PORT', '70000'],
    ['DATABASE_URL', 'mysql://localhost/x'],
    ['GRADER_DATABASE_URL', 'localhost'],
    ['NEXTAUTH_URL', 'course.example.edu'],
    ['NEXTAUTH_SECRET', 'short'],
    ['COURSE_TIMEZONE', 'Mars/Olympus'],
    ['TERM_START', '5 October'],
    ['SMTP_URL', 'http://mail'],
    ['TRUSTED_PROXY', 'anyone'],
    ['GRADER_ALLOW_UNSAFE', 'yes'],
    ['LOG_LEVEL', 'loud'],
  ])('%s=%s', (name, value) => {
    expect(() => readSettings({ [name]: value })).toThrow(new RegExp(`^${name} must be|^${name} must have`));
  });
});

test('isolation is asked for unless it is named unsafe', () => {
  expect(readSettings({}).GRADER_ALLOW_UNSAFE).toBe(false);
  expect(readSettings({ GRADER_ALLOW_UNSAFE: '1' }).GRADER_ALLOW_UNSAFE).toBe(true);
});

test('what is right comes out typed', () => {
  const settings = readSettings({ PORT: '8080', COURSE_TIMEZONE: 'Asia/Ho_Chi_Minh', TERM_START: '2026-10-05' });
  expect(settings).toMatchObject({ PORT: 8080, COURSE_TIMEZONE: 'Asia/Ho_Chi_Minh', TERM_START: '2026-10-05' });
});
