import { expect, test } from 'vitest';
import type { SubmissionView } from '#lib/grading/core/view.ts';
import { readSubmission, toFollow } from './follow.ts';

const view = (id: string, outcome: SubmissionView['outcome'] = null): SubmissionView => ({
  id,
  assignment: '06',
  createdAt: '2026-11-23T12:00:00.000Z',
  gradedAt: null,
  outcome,
  points: null,
  maxPoints: 10,
  score: { public: null, private: null },
  metric: null,
  improved: null,
  tests: [],
  queue: null,
  running: false,
  label: null,
  trainedByServer: false,
  note: null,
  log: null,
});

test('all that wait are followed, the oldest first, and no more at once than a browser has connections for', () => {
  const newestFirst = [view('e'), view('d'), view('c', 'graded'), view('b'), view('a'), view('z', 'timeout')];
  expect(toFollow(newestFirst.slice(1))).toEqual(['a', 'b', 'd']);
  expect(toFollow(newestFirst)).toEqual(['a', 'b', 'd']);
  expect(toFollow([view('c', 'graded')])).toEqual([]);
});

test('an event is a submission or nothing', () => {
  expect(readSubmission(JSON.stringify(view('a')))).toEqual(view('a'));
  expect(readSubmission(JSON.stringify({ ...view('a'), points: 'all' }))).toBeNull();
  expect(readSubmission('{')).toBeNull();
});
