import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { type JobQueue, oneAPerson } from '#db/queue.ts';
import type { Gate } from './gate.ts';
import type { GradingJob } from './jobs.ts';

/** Silence between looks at the queues: nobody watches these jobs by the second. */
const pauseMs = 1000;
/** Well within the queue's heartbeat, after which another grader would take the job. */
const heartbeatMs = 3000;

/** What the queue says to a heartbeat: for how many jobs it was in time. Its own type leaves that out. */
const touched = z.object({ affected: z.number() });

type Background = {
  queue: JobQueue;
  gate: Gate;
  signal: AbortSignal;
  doJob: (job: GradingJob) => Promise<void>;
  onError: (error: unknown) => void;
};

/**
 * The one slot for what takes long: trainings that a student waits for, then regrades, then verifications. Fetched by
 * hand, so that a job is taken only when the slot is free and never held while another grader could do it.
 */
export async function runBackground({ queue, gate, signal, doJob, onError }: Background): Promise<void> {
  while (!signal.aborted) {
    await gate.open();
    const job = await fetchNext(queue, signal).catch(onError);
    // Stopped on purpose, a job is no error: it went back to the queue.
    if (job) await settle(queue, job, doJob).catch((error: unknown) => signal.aborted || onError(error));
    else await sleep(pauseMs, undefined, { signal }).catch(() => {});
  }
}

async function fetchNext({ boss }: JobQueue, signal: AbortSignal): Promise<GradingJob | null> {
  for (const queue of ['train', 'regrade', 'verify'] as const) {
    if (signal.aborted) return null;
    const [job] = await boss.fetch<unknown>(queue, { includeMetadata: true, ...oneAPerson });
    if (job) return { id: job.id, queue, data: job.data, retryCount: job.retryCount, signal };
  }
  return null;
}

/**
 * Keeps the job ours while it runs, and settles it. A job that another grader has taken over meanwhile, because it
 * heard too little of this one, is the other's to settle: our attempt is named by its number, and its work ends.
 */
async function settle({ boss }: JobQueue, job: GradingJob, doJob: Background['doJob']): Promise<void> {
  const attempt = { id: job.id, retryCount: job.retryCount };
  const taken = new AbortController();
  const beat = setInterval(() => {
    boss.touch(job.queue, attempt).then(
      (response) => touched.parse(response).affected === 0 && taken.abort(new Error('Another grader took the job.')),
      () => {}, // whether it is still ours is not known
    );
  }, heartbeatMs);
  try {
    await doJob({ ...job, signal: AbortSignal.any([job.signal, taken.signal]) });
    await boss.complete(job.queue, attempt);
  } catch (error) {
    await boss.fail(job.queue, attempt, { message: error instanceof Error ? error.message : String(error) });
    throw error;
  } finally {
    clearInterval(beat);
  }
}
