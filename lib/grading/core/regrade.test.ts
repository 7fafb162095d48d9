import { expect, test } from 'vitest';
import {
  changeOf,
  countSetGrades,
  distribution,
  gradeChanges,
  isApplied,
  losersFirst,
  losesGrade,
  type RegradeRow,
  summarize,
  tellRegrade,
} from './regrade.ts';

let made = 0;
function row(before: number | null, after: number | null, change: Partial<RegradeRow> = {}): RegradeRow {
  made++;
  return {
    submissionId: `s${made}`,
    userId: 'u',
    name: 'A',
    createdAt: new Date(made * 1000),
    state: 'finished',
    before,
    beforeMax: 10,
    after,
    afterMax: 10,
    setGrade: null,
    ...change,
  };
}

test('a change has a name', () => {
  expect(changeOf(row(5, 7))).toBe('rises');
  expect(changeOf(row(5, 3))).toBe('falls');
  expect(changeOf(row(5, 5))).toBe('same');
  expect(changeOf(row(null, 0))).toBe('rises');
  expect(changeOf(row(5, null, { state: 'unfinished' }))).toBe('unfinished');
  expect(changeOf(row(5, null, { state: 'failed' }))).toBe('failed');
});

test('only a result is applied, and under never-lower only one that is not lower', () => {
  expect(isApplied(row(5, 3), 'as_is')).toBe(true);
  expect(isApplied(row(5, 3), 'never_lower')).toBe(false);
  expect(isApplied(row(5, 5), 'never_lower')).toBe(true);
  expect(isApplied(row(null, 0), 'never_lower')).toBe(true);
  for (const state of ['none', 'unfinished', 'failed'] as const) {
    expect(isApplied(row(5, null, { state }), 'as_is')).toBe(false);
  }
});

test('the summary counts what is covered', () => {
  const rows = [row(5, 7), row(5, 3), row(5, 5), row(1, null, { state: 'failed' }), row(9, null, { state: 'none' })];
  expect(summarize(rows)).toEqual({ covered: 4, rises: 1, falls: 1, same: 1, failed: 1, unfinished: 0 });
});

test('who loses comes first, and what is not known yet last', () => {
  const unfinished = { state: 'unfinished' } as const;
  const rows = [row(8, null, unfinished), row(5, 7), row(5, 5), row(9, 2), row(5, 4), row(5, null, unfinished)];
  expect(losersFirst(rows).map(({ before, after }) => [before, after])).toEqual([
    [9, 2],
    [5, 4],
    [5, 5],
    [5, 7],
    [8, null],
    [5, null],
  ]);
});

test('the distribution has full points in its last bin, and no unfinished ones', () => {
  const bins = distribution([row(0, 2), row(1.9, 10), row(10, 8), row(4, null, { state: 'unfinished' })], 10);
  expect(bins.map(({ before }) => before)).toEqual([2, 0, 0, 0, 1]);
  expect(bins.map(({ after }) => after)).toEqual([0, 1, 0, 0, 2]);
  expect([bins[0]?.from, bins[0]?.to, bins[4]?.to]).toEqual([0, 2, 10]);
});

test("a grade is the best of a student's submissions, also of those that are not covered", () => {
  const rows = [
    row(9, 2, { userId: 'a', name: 'Ada' }),
    row(6, null, { userId: 'a', name: 'Ada', state: 'none' }),
    row(3, 4, { userId: 'b', name: 'Bo' }),
  ];
  const grades = gradeChanges(rows);
  expect(grades).toEqual([
    { userId: 'a', name: 'Ada', before: 9, as_is: 6, never_lower: 9 },
    { userId: 'b', name: 'Bo', before: 3, as_is: 4, never_lower: 4 },
  ]);
  expect(grades.map(losesGrade)).toEqual([true, false]);
});

test('a grade that staff set stays, whatever its submissions get', () => {
  const set = { userId: 'a', setGrade: 8 };
  const rows = [row(9, 2, set), row(3, 10, set), row(3, 4, { userId: 'b' })];
  const [a] = gradeChanges(rows);
  expect(a).toMatchObject({ userId: 'a', before: 8, as_is: 8, never_lower: 8 });
  expect(a && losesGrade(a)).toBe(false);
  expect(countSetGrades(rows)).toBe(1);
});

test('never-lower lowers no grade, whatever the results', () => {
  // A small linear congruential generator: the same cases at every run.
  let seed = 7;
  const next = (n: number) => {
    seed = (seed * 1103515245 + 12345) % 2 ** 31;
    return Math.floor((seed / 2 ** 31) * n);
  };
  const states = ['none', 'unfinished', 'failed', 'finished', 'finished'] as const;
  let falls = 0;
  for (let round = 0; round < 500; round++) {
    const rows = Array.from({ length: 1 + next(12) }, () => {
      const state = states[next(states.length)] ?? 'none';
      const before = next(6) === 0 ? null : next(11);
      return row(before, state === 'finished' ? next(11) : null, { state, userId: `u${next(4)}` });
    });
    for (const grade of gradeChanges(rows)) {
      expect(grade.never_lower ?? -1).toBeGreaterThanOrEqual(grade.before ?? -1);
      expect(grade.never_lower ?? -1).toBeGreaterThanOrEqual(grade.as_is ?? -1);
      if (losesGrade(grade)) falls++;
    }
  }
  expect(falls, 'grades that would fall as they are').toBeGreaterThan(100);
});

test('a student is told before and now, and where the old points stay', () => {
  const note = { at: new Date(0), reason: 'x', before: 7, beforeMax: 10, after: 9, afterMax: 10, applied: true };
  expect(tellRegrade(note)).toBe('Before: 7 of 10; now: 9 of 10.');
  expect(tellRegrade({ ...note, after: 5, applied: false })).toMatch(/^Before: 7 of 10; regraded: 5 of 10\. .*stays/);
  expect(tellRegrade({ ...note, before: null, beforeMax: null })).toBe('It had no result before; now: 9 of 10.');
});
