import { expect, test } from 'vitest';
import type { RegradeRow } from '#lib/grading/core/regrade.ts';
import { regradeSentence } from './words.ts';

const row = (userId: string, before: number, after: number | null, change: Partial<RegradeRow> = {}): RegradeRow => ({
  ...{ submissionId: userId, userId, name: userId, createdAt: new Date(0), state: 'finished', setGrade: null },
  ...{ before, beforeMax: 10, after, afterMax: 10, ...change },
});
const draft = { publishedAt: null, discardedAt: null, policy: null };
const published = { ...draft, publishedAt: new Date(0) };

test('a draft says what it would do', () => {
  const rows = [row('a', 5, 7), row('b', 5, 3), row('c', 5, null, { state: 'unfinished' })];
  expect(regradeSentence(draft, rows)).toBe(
    'Of 3 submissions, the points of 1 rise, of 1 fall and of 0 stay. 1 is not regraded yet. Published as it is, it lowers the grade of 1 student.',
  );
  expect(regradeSentence(draft, [row('a', 5, 5), row('b', 5, null, { state: 'failed' })])).toBe(
    'Of 2 submissions, the points of 0 rise, of 0 fall and of 1 stay. 1 could not be regraded. Nobody’s grade would become lower.',
  );
});

test('what staff set is no loss, and what has ended says what it did', () => {
  const points = 'Of 1 submission, the points of 0 rise, of 1 fall and of 0 stay.';
  expect(regradeSentence(draft, [row('a', 5, 3, { setGrade: 8 })])).toBe(
    `${points} 1 student keeps the grade that staff set. Nobody’s grade would become lower.`,
  );
  const lost = [row('a', 5, 3)];
  expect(regradeSentence({ ...published, policy: 'as_is' }, lost)).toBe(`${points} It lowered the grade of 1 student.`);
  expect(regradeSentence({ ...published, policy: 'never_lower' }, lost)).toBe(`${points} Nobody’s grade became lower.`);
  expect(regradeSentence({ ...draft, discardedAt: new Date(0) }, lost)).toBe(
    `${points} It was discarded: nothing changed for students.`,
  );
});
