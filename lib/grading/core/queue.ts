import type { SubmissionView } from './view.ts';

export type QueueName = 'grade' | 'train';

/** Seconds that one job takes, as long as nothing newer is known. */
export const typicalSeconds: Record<QueueName, number> = { grade: 2, train: 60 };

/** Where a submission stands in its queue. */
export type Place = {
  /** Jobs of the same queue that go first, those at work included. */
  ahead: number;
  /** Those of them that are the student's own: one is done at a time, however many graders there are. */
  own: number;
  /** Whether the server is training another submission of the student's: this grade waits for its end. */
  held: boolean;
};

/** How the queues are just now. */
export type QueueFacts = {
  graders: number;
  /** Median of each queue's latest runs, where there are any. */
  recentSeconds: Record<QueueName, number | null>;
  /** Jobs that wait or are at work. */
  live: Record<QueueName, number>;
  /** Verifications and regrades at work: each has the place in which its grader would train. */
  background: number;
};

/**
 * Position (1 is next) and a rough time until the grade. Every grader works on one grade at a time, and beside it on one
 * training, which stands still while there are grades: of trainings the time is the least that it will be.
 */
export function queueView(queue: QueueName, place: Place, facts: QueueFacts): NonNullable<SubmissionView['queue']> {
  const { recentSeconds, live, background } = facts;
  const graders = Math.max(1, facts.graders);
  const grade = recentSeconds.grade ?? typicalSeconds.grade;
  const train = recentSeconds.train ?? typicalSeconds.train;
  const rounds = (ahead: number) => Math.max(Math.ceil((ahead + 1) / graders), place.own + 1);
  const seconds =
    queue === 'grade'
      ? rounds(place.ahead) * grade + (place.held ? train : 0)
      : rounds(place.ahead + background) * train + Math.ceil(live.grade / graders) * grade;
  return { position: place.ahead + 1, etaSeconds: Math.max(1, Math.ceil(seconds)), stalled: facts.graders === 0 };
}
