import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { sql } from '#db/client.ts';
import { migrate } from '#db/migrate.ts';
import { type JobQueue, openQueue, queueOptions, sendJob } from '#db/queue.ts';
import { maxTrainSeconds } from '#lib/assignments/core/manifest.ts';
import { runBackground } from '#lib/grading/background.ts';
import { stepLimits } from '#lib/grading/core/plan.ts';
import { createGate } from '#lib/grading/gate.ts';
import { connection, databaseUrls, rolledBack } from '../support/database.ts';
import { tinyManifest } from '../support/tiny-assignment.ts';

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

describe('what waits longer than a term for a grader', () => {
  /** As if it had been sent so many days ago, and the queues not been swept since. */
  async function age(id: string, days: number): Promise<void> {
    const { client } = connection('owner');
    const by = `${days} days`;
    await client`update pgboss.job set created_on = created_on - ${by}::interval,
      start_after = start_after - ${by}::interval, keep_until = keep_until - ${by}::interval where id = ${id}`;
    await client`update pgboss.queue set maintain_on = null`;
  }

  test('is still there when one comes', () =>
    withQueue(async ({ boss }) => {
      const mark = randomUUID();
      await age(await send('train', { mark }), 200);
      await boss.supervise('train');
      expect(await countJobs(mark)).toBe(1);
    }));

  test('also where an older version has sent it', () =>
    withQueue(async ({ boss }) => {
      const { client } = connection('owner');
      const mark = randomUUID();
      const id = await send('train', { mark });
      await client`update pgboss.queue set retention_seconds = 14 * 86400, expire_seconds = 3600`;
      await client`update pgboss.job set keep_until = start_after + interval '14 days', expire_seconds = 3600 where id = ${id}`;
      await age(id, 13);
      await migrate(databaseUrls()); // at the next start
      await age(id, 200);
      await boss.supervise('train');
      expect(await countJobs(mark)).toBe(1);
      const [queue] =
        await client`select distinct retention_seconds > 300 * 86400 as long, expire_seconds from pgboss.queue`;
      const [job] = await client`select expire_seconds from pgboss.job where id = ${id}`;
      expect(queue).toEqual({ long: true, ...job });
    }));
});

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

test('the queue lets the longest training end, though it stands still most of the time', () => {
  const limits = { ...tinyManifest.limits, trainSeconds: maxTrainSeconds };
  const { train } = stepLimits({ ...tinyManifest, limits }, 1);
  expect(4 * train.wallMs).toBeLessThan(queueOptions.expireInSeconds * 1000);
});

test('a training that takes hours is not given to another while its grader says that it lives', () =>
  withQueue(async ({ boss }) => {
    const { client } = connection('owner');
    const id = await send('train', {}, 1000);
    const [job] = await boss.fetch('train', { includeMetadata: true });
    await client`update pgboss.job set started_on = now() - interval '6 hours', heartbeat_on = now() where id = ${id}`;
    await client`update pgboss.queue set monitor_on = null, monitor_claim_on = null`;
    await boss.supervise('train');
    const [after] = await client`delete from pgboss.job where id = ${id} returning state, retry_count`;
    expect(after).toEqual({ state: 'active', retry_count: job?.retryCount });
  }));
