import type { Db } from '#db/client.ts';
import { sendJobs } from '#db/queue.ts';
import { jobsAgain, type Raised } from './core/again.ts';

/** Puts submissions that no job is to grade into their queues again. */
export async function sendAgain(tx: Db, raised: Raised[]): Promise<void> {
  const jobs = jobsAgain(raised);
  for (const queue of ['grade', 'train'] as const) {
    const own = jobs.filter((job) => job.queue === queue);
    await sendJobs(
      tx,
      queue,
      own.map(({ submissionId, userId, priority }) => ({ data: { submissionId }, group: { id: userId }, priority })),
    );
  }
}
