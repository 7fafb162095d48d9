import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { sql } from '#db/client.ts';
import { type JobQueue, openQueue, sendJob } from '#db/queue.ts';
import { runBackground } from '#lib/grading/background.ts';
import { createGate } from '#lib/grading/gate.ts';
import { connection, databaseUrls, rolledBack } from '../support/database.ts';

async function countJobs(mark: string): Promise<number> {
  const rows = await connection('owner').client`select 1 from pgboss.job where data->>'mark' = ${mark}`;
  return rows.length;
}

test('a job is rolled back with the transaction that sent it', async () => {
  const mark = randomUUID();
  const seen = await rolledBack('web', async (tx) => {
    await sendJob(tx, 'verify', { mark });
    return tx.execute(sql`select 1 from pgboss.job where data->>'mark' = ${mark}`);
  });
  expect(seen).toHaveLength(1);
  expect(await countJobs(mark)).toBe(0);
});

async function withQueue(body: (queue: JobQueue) => Promise<void>): Promise<void> {
  // What other tests have left there would be heard first.
  await connection('owner').client`delete from pgboss.job where name in ('train', 'verify')`;
  const queue = await openQueue(databaseUrls().grader, (error) => {
    throw error;
  });
  try {
    await body(queue);
  } finally {
    await queue.stop();
  }
}

const send = (queue: 'train' | 'verify', data: object, priority = 0) =>
  connection('web').db.transaction((tx) => sendJob(tx, queue, data, { priority }));

test('a grader hears of a committed job at once', () =>
  withQueue(async (queue) => {
    const { promise: taken, resolve } = Promise.withResolvers<unknown>();
    await queue.work('verify', {}, async (job) => resolve(job.data));
    const mark = randomUUID();
    const start = performance.now();
    await send('verify', { mark });
    expect(await taken).toEqual({ mark });
    // Polling alone would take up to 30 seconds.
    expect(performance.now() - start).toBeLessThan(1500);
  }));

test('jobs that wait follow one another without a pause', () =>
  withQueue(async (queue) => {
    const mark = randomUUID();
    for (let i = 0; i < 6; i++) await send('verify', { mark });
    const { promise: all, resolve } = Promise.withResolvers<void>();
    let seen = 0;
    const start = performance.now();
    await queue.work('verify', { notifyPollingIntervalSeconds: 1, pollingIntervalSeconds: 1 }, async ({ data }) => {
      if (JSON.stringify(data).includes(mark) && ++seen === 6) resolve();
    });
    await all;
    // A pause of a second after each would take five.
    expect(performance.now() - start).toBeLessThan(2500);
  }));

test('a job that another grader has taken over is left to the other', () =>
  withQueue(async (queue) => {
    const { client } = connection('owner');
    const id = await send('train', {}, 1000);
    const stop = new AbortController();
    const done = Promise.withResolvers<void>();
    const background = runBackground({
      queue,
      gate: createGate(() => () => {}),
      signal: stop.signal,
      doJob: async (job) => {
        // What the queue does for a grader that fell silent, and another grader's fetch.
        await client`update pgboss.job set retry_count = retry_count + 1 where id = ${id}`;
        // It notices with its next heartbeat, and stops. That it ends well must not end the other's attempt.
        await new Promise((resolve) => job.signal.addEventListener('abort', resolve));
        stop.abort();
      },
      onError: done.reject,
    });
    await Promise.race([background, done.promise]);
    const [job] = await client`delete from pgboss.job where id = ${id} returning state, retry_count`;
    expect(job).toEqual({ state: 'active', retry_count: 1 });
  }));
