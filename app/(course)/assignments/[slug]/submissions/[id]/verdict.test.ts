import { describe, expect, it } from 'vitest';
import type { SubmissionView } from '#lib/grading/core/view.ts';
import { verdictOf } from './verdict.ts';

const base: SubmissionView = {
  id: '1',
  assignment: '06-cnn-translation',
  createdAt: '2026-01-01T00:00:00Z',
  gradedAt: null,
  outcome: null,
  points: null,
  maxPoints: 10,
  score: { public: null, private: null },
  metric: null,
  improved: null,
  tests: [],
  queue: { position: 1, etaSeconds: 2, stalled: false },
  running: false,
  label: null,
  trainedByServer: false,
  note: null,
  log: null,
};
const test = (passed: boolean) => ({ name: 'T', passed, points: passed ? 5 : 0, maxPoints: 5, message: '' });

describe('verdictOf', () => {
  it.each<[string, Partial<SubmissionView>, string, string]>([
    ['next', {}, 'Waiting', 'Handed in. It is next in the queue; about 2 seconds to go.'],
    [
      'waiting long',
      { queue: { position: 7, etaSeconds: 400, stalled: false } },
      'Waiting',
      'Handed in. It is number 7 in the queue; about 7 minutes to go.',
    ],
    [
      'waiting for nobody',
      { queue: { position: 1, etaSeconds: 2, stalled: true } },
      'Waiting',
      'Handed in. It is next in the queue, but no grader is at work at the moment. It is kept, and its time of arrival counts.',
    ],
    [
      'waiting to be trained',
      { queue: { position: 2, etaSeconds: 200, stalled: false }, trainedByServer: true },
      'Waiting',
      'Handed in. It is number 2 in the queue; at least 3 minutes to go.',
    ],
    [
      'training',
      { running: true, trainedByServer: true },
      'Grading',
      'The server is training your model and will then test it on data that nobody outside the grader can read.',
    ],
    [
      'full',
      { outcome: 'graded', points: 10, tests: [test(true), test(true)], queue: null },
      'Graded',
      '10 of 10 points: everything asked for is there.',
    ],
    [
      'one missed',
      { outcome: 'graded', points: 5, tests: [test(true), test(false)], queue: null },
      'Graded',
      '5 of 10 points: 1 test not passed.',
    ],
    [
      'threw',
      {
        outcome: 'student_error',
        points: 0,
        note: { code: 'threw', phase: 'build', detail: 'x is not defined', line: 3 },
      },
      'Failed',
      '0 of 10 points. The code threw an error. Line 3. x is not defined. Mend what it tells of, and run the code again.',
    ],
    [
      'did not parse',
      { outcome: 'student_error', points: 0, note: { code: 'syntax_error', phase: 'build', line: 3 } },
      'Failed',
      '0 of 10 points. The code has a syntax error. Line 3. Mend it, and run the code again. The code did not run: no attempt is used.',
    ],
    [
      'timeout',
      { outcome: 'timeout', points: 0 },
      'Out of time',
      '0 of 10 points. The run took longer than the assignment allows.',
    ],
  ])('%s', (_, change, word, sentence) => {
    expect(verdictOf({ ...base, ...change })).toMatchObject({ word, sentence });
  });

  it('never makes a failure of ours a zero', () => {
    const { word, sentence } = verdictOf({ ...base, outcome: 'infra_error' });
    expect(word).toBe('Not graded');
    expect(sentence).not.toContain('0 of');
  });
});
