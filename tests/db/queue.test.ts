import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { sql } from '#db/client.ts';
import { openQueue, sendJob } from '#db/queue.ts';
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

test('a grader hears of a committed job at once', async () => {
  // What other tests have left there would be heard first.
  await connection('owner').client`delete from pgboss.job where name = 'verify'`;
  const { promise: taken, resolve } = Promise.withResolvers<unknown>();
  const queue = await openQueue(databaseUrls().grader, (error) => {
    throw error;
  });
  try {
    await queue.work('verify', {}, async (job) => resolve(job.data));
    const mark = randomUUID();
    const start = performance.now();
    await connection('web').db.transaction((tx) => sendJob(tx, 'verify', { mark }));
    expect(await taken).toEqual({ mark });
    // Polling alone would take up to 30 seconds.
    expect(performance.now() - start).toBeLessThan(1500);
  } finally {
    await queue.stop();
  }
});
