import type { SubmissionView } from './view.ts';

export type QueueName = 'grade' | 'train';

/** Seconds that one job takes, as long as nothing newer is known. */
export const typicalSeconds: Record<QueueName, number> = { grade: 2, train: 60 };

export type Waiting = {
  queue: QueueName;
  /** Jobs of the same queue that go first, those at work included. */
  ahead: number;
  graders: number;
  /** Median of the queue's latest runs, where there are any. */
  recentSeconds: number | null;
};

/** Position (1 is next) and a rough time until the grade. Every grader works on one job of each queue at a time. */
export function queueView({ queue, ahead, graders, recentSeconds }: Waiting): NonNullable<SubmissionView['queue']> {
  const each = recentSeconds ?? typicalSeconds[queue];
  const rounds = Math.ceil((ahead + 1) / Math.max(1, graders));
  return { position: ahead + 1, etaSeconds: Math.max(1, Math.ceil(rounds * each)) };
}
