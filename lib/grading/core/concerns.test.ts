import { describe, expect, it } from 'vitest';
import { concernsOf, type GradingFacts, type QueueState } from './concerns.ts';

const queue = (name: QueueState['queue'], waiting = 0, oldestSeconds: number | null = null): QueueState => ({
  queue: name,
  waiting,
  running: 0,
  oldestSeconds,
});
const facts = (change: Partial<GradingFacts> = {}): GradingFacts => ({
  graders: 1,
  unsafeGraders: 0,
  queues: [queue('grade'), queue('train'), queue('regrade'), queue('verify')],
  recentSeconds: { grade: 2, train: 40 },
  failuresLastHour: 0,
  ungraded: 0,
  unverified: 0,
  forgotten: 0,
  ...change,
});
const kinds = (change: Partial<GradingFacts>) => concernsOf(facts(change)).map(({ kind }) => kind);

describe('staff are told', () => {
  it('nothing while all is well', () => {
    expect(concernsOf(facts())).toEqual([]);
    expect(kinds({ queues: [queue('grade', 20, 12)] })).toEqual([]);
  });

  it('that no grader lives, with how many wait for one', () => {
    const queues = [queue('grade', 3, 5), queue('train', 1, 5), queue('verify', 7, 9000)];
    expect(concernsOf(facts({ graders: 0, queues }))).toEqual([{ kind: 'no_grader', waiting: 4 }]);
  });

  it('that the oldest waits longer than a few runs take, and than a minute', () => {
    expect(kinds({ queues: [queue('grade', 1, 60)] })).toEqual([]);
    expect(concernsOf(facts({ queues: [queue('grade', 1, 61)] }))).toEqual([
      { kind: 'slow', queue: 'grade', waiting: 1, oldestSeconds: 61, typicalSeconds: 2 },
    ]);
    expect(kinds({ queues: [queue('train', 1, 200)] })).toEqual([]);
    expect(kinds({ queues: [queue('train', 1, 201)] })).toEqual(['slow']);
  });

  it('the same before anything was graded', () => {
    expect(kinds({ recentSeconds: { grade: null, train: null }, queues: [queue('grade', 1, 61)] })).toEqual(['slow']);
    expect(kinds({ recentSeconds: { grade: null, train: null }, queues: [queue('train', 1, 61)] })).toEqual([]);
  });

  it('that verifications and regrades wait, not before a day: nobody waits for them', () => {
    expect(kinds({ queues: [queue('verify', 9, 86_400), queue('regrade', 200, 9000)] })).toEqual([]);
    expect(concernsOf(facts({ queues: [queue('verify', 9, 86_401), queue('regrade', 200, 99_000)] }))).toEqual([
      { kind: 'behind', queue: 'verify', waiting: 9, oldestSeconds: 86_401 },
      { kind: 'behind', queue: 'regrade', waiting: 200, oldestSeconds: 99_000 },
    ]);
  });

  it('of every submission that is without its grade, a verification, or a job', () => {
    expect(concernsOf(facts({ forgotten: 2, ungraded: 1, unverified: 3 }))).toEqual([
      { kind: 'forgotten', count: 2 },
      { kind: 'ungraded', count: 1 },
      { kind: 'unverified', count: 3 },
    ]);
    expect(concernsOf(facts({ forgotten: 2, graders: 0 }))[0]).toEqual({ kind: 'no_grader', waiting: 2 });
  });

  it('that runs fail, when it is more than an accident', () => {
    expect(kinds({ failuresLastHour: 2 })).toEqual([]);
    expect(concernsOf(facts({ failuresLastHour: 3 }))).toEqual([{ kind: 'failures', count: 3 }]);
  });

  it('that a grader does not isolate, and the most urgent first', () => {
    expect(kinds({ unsafeGraders: 1, queues: [queue('grade', 1, 900)], failuresLastHour: 9 })).toEqual([
      'unsafe',
      'slow',
      'failures',
    ]);
  });
});
