import { expect, test } from 'vitest';
import { instantKept } from './read-form.ts';

const zone = 'Europe/Oslo';
const shown = new Date('2026-10-25T01:30:59Z'); // 02:30 on the wall, the second time that night

test('a date that was not touched stays, with its seconds and in the hour that it was in', () => {
  expect(instantKept('2026-10-25T02:30', shown, zone)).toEqual(shown);
});

test('one that was typed is read as the first of the two, and what is none is none', () => {
  expect(instantKept('2026-10-25T02:31', shown, zone)).toEqual(new Date('2026-10-25T00:31:00Z'));
  expect(instantKept('2026-10-25T02:30', new Date(Number.NaN), zone)).toEqual(new Date('2026-10-25T00:30:00Z'));
  expect(instantKept('', shown, zone).getTime()).toBeNaN();
});
