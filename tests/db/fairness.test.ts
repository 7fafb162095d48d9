import { randomUUID } from 'node:crypto';
import { fromDrizzle } from 'pg-boss';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Db, sql } from '#db/client.ts';
import { type JobQueue, oneAPerson, openQueue } from '#db/queue.ts';
import type { User } from '#lib/auth/core.ts';
import { getSubmission, submit } from '#lib/grading/server.ts';
import { databaseUrls, rolledBack } from '../support/database.ts';
import { insertPerson, insertTiny, tinySolution, tinyWeights } from '../support/tiny-assignment.ts';

let queue: JobQueue;
beforeAll(async () => {
  queue = await openQueue(databaseUrls().grader, (error) => {
    throw error;
  });
});
afterAll(() => queue.stop());

/** A queue with nobody else in it, people who submit, and graders who take jobs: all of it undone in the end. */
async function withQueue(body: (course: Course) => Promise<void>): Promise<void> {
  await rolledBack('owner', async (tx, as) => {
    await tx.execute(sql`delete from pgboss.job`);
    const { slug } = await insertTiny(tx, { attempts: 100 });
    const people = { ann: await insertPerson(tx), bob: await insertPerson(tx), cleo: await insertPerson(tx) };
    await as('web');
    await body(courseOf(tx, slug, people));
  });
}

type Course = ReturnType<typeof courseOf>;

function courseOf(tx: Db, slug: string, people: Record<'ann' | 'bob' | 'cleo', User>) {
  const names = new Map<string, string>();
  const db = fromDrizzle(tx, sql);
  // One transaction has one time: jobs sent in it are told apart by a clock that we move.
  let minute = 0;
  return {
    submit: async (who: keyof typeof people, name: string, weights: Uint8Array | null = tinyWeights()) => {
      const input = { slug, code: tinySolution, weights, label: name, idempotencyKey: randomUUID() };
      const { id } = await submit({ user: people[who], db: tx, now: new Date() }, input);
      await tx.execute('reset role');
      await tx.execute(sql`update pgboss.job set created_on = now() + make_interval(mins => ${minute++} - 60),
        start_after = now() - interval '1 hour' where data ->> 'submissionId' = ${id}`);
      await tx.execute('set local role web');
      names.set(id, name);
      return id;
    },
    position: async (who: keyof typeof people, id: string) =>
      (await getSubmission({ user: people[who], db: tx, now: new Date() }, id)).queue?.position,
    take: async (name: 'grade' | 'train' = 'grade') => {
      await tx.execute('reset role');
      const [job] = await queue.boss.fetch<{ submissionId: string }>(name, { db, ...oneAPerson });
      await tx.execute('set local role web');
      return job ? { id: job.id, name: names.get(job.data.submissionId) } : null;
    },
    complete: async (id: string) => {
      await tx.execute('reset role');
      await queue.boss.complete('grade', id, undefined, { db });
      await tx.execute('set local role web');
    },
  };
}

describe('on deadline night', () => {
  it("everybody's newest goes before anybody's second newest, and the older ones are still graded", () =>
    withQueue(async ({ submit: hand, take, complete }) => {
      for (const name of ['ann 1', 'ann 2', 'ann 3']) await hand('ann', name);
      await hand('bob', 'bob 1');
      await hand('cleo', 'cleo 1');
      await hand('bob', 'bob 2');
      const order: (string | undefined)[] = [];
      for (let job = await take(); job; job = await take()) {
        order.push(job.name);
        await complete(job.id);
      }
      expect(order).toEqual(['ann 3', 'cleo 1', 'bob 2', 'ann 2', 'bob 1', 'ann 1']);
    }));

  it('a student has one running job, however many graders are free', () =>
    withQueue(async ({ submit: hand, take, complete }) => {
      for (const name of ['ann 1', 'ann 2']) await hand('ann', name);
      await hand('bob', 'bob 1');
      const [first, second, third] = [await take(), await take(), await take()];
      expect([first?.name, second?.name, third]).toEqual(['ann 2', 'bob 1', null]);
      await complete(first?.id ?? '');
      expect((await take())?.name).toBe('ann 1');
    }));

  it('the position that is told is the order in which jobs are taken', () =>
    withQueue(async ({ submit: hand, position, take, complete }) => {
      const older = await hand('ann', 'ann 1');
      const newer = await hand('ann', 'ann 2');
      const other = await hand('bob', 'bob 1');
      expect([await position('ann', newer), await position('bob', other), await position('ann', older)]).toEqual([
        1, 2, 3,
      ]);
      await complete((await take())?.id ?? '');
      expect([await position('bob', other), await position('ann', older)]).toEqual([1, 2]);
    }));

  it('what the server trains waits in a line of its own', () =>
    withQueue(async ({ submit: hand, take }) => {
      await hand('ann', 'ann trains', null);
      await hand('bob', 'bob 1');
      expect((await take())?.name).toBe('bob 1');
      expect((await take('train'))?.name).toBe('ann trains');
    }));
});
