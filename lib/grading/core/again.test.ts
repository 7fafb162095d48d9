import { expect, it } from 'vitest';
import { jobsAgain, type Raised } from './again.ts';

const raised = (id: string, userId: string, day: number, change: Partial<Raised> = {}): Raised => ({
  id,
  userId,
  createdAt: new Date(Date.UTC(2026, 0, day)),
  train: 'browser',
  hasWeights: true,
  ...change,
});

it("everybody's newest is graded again before anybody's second newest", () => {
  const jobs = jobsAgain([
    raised('a1', 'ann', 1),
    raised('a3', 'ann', 3),
    raised('b2', 'bob', 2),
    raised('a2', 'ann', 2),
  ]);
  const byPriority = Object.fromEntries(jobs.map(({ submissionId, priority }) => [submissionId, priority]));
  expect(byPriority).toEqual({ a3: 0, b2: 0, a2: -1, a1: -2 });
});

it('each goes to the queue that it was in before', () => {
  const jobs = jobsAgain([
    raised('trained', 'ann', 1),
    raised('code only', 'bob', 1, { hasWeights: false }),
    raised('by the server', 'cleo', 1, { train: 'server' }),
  ]);
  expect(jobs.map(({ queue }) => queue)).toEqual(['grade', 'train', 'train']);
});
