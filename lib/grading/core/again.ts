import type { Manifest } from '#lib/assignments/core/manifest.ts';
import { queueFor } from './plan.ts';
import type { QueueName } from './queue.ts';

/** A submission that ended as a failure of ours, or whose job was lost, and that goes to the graders again. */
export type Raised = {
  id: string;
  userId: string;
  createdAt: Date;
  /** Null where nothing is trained: functions. */
  train: Manifest['train'] | null;
  hasWeights: boolean;
};

export type AgainJob = { queue: QueueName; submissionId: string; userId: string; priority: number };

/** Their jobs: as when handed in, a student's newest goes first and the older ones are a step lower each. */
export function jobsAgain(raised: Raised[]): AgainJob[] {
  const newestFirst = raised.toSorted((a, b) => b.createdAt.getTime() - a.createdAt.getTime());
  const seen = new Map<string, number>();
  return newestFirst.map(({ id, userId, train, hasWeights }) => {
    const newer = seen.get(userId) ?? 0;
    seen.set(userId, newer + 1);
    const queue = train === null ? 'grade' : queueFor({ train }, hasWeights);
    return { queue, submissionId: id, userId, priority: newer === 0 ? 0 : -newer };
  });
}
