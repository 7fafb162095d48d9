import { randomUUID } from 'node:crypto';
import { fromDrizzle } from 'pg-boss';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Db, sql } from '#db/client.ts';
import { type JobQueue, oneAPerson, openQueue, takeTurn } from '#db/queue.ts';
import type { User } from '#lib/auth/core.ts';
import { getSubmission, submit } from '#lib/grading/server.ts';
import { connection, databaseUrls, rolledBack } from '../support/database.ts';
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
    queue: async (who: keyof typeof people, id: string) =>
      (await getSubmission({ user: people[who], db: tx, now: new Date() }, id)).queue,
    position: async (who: keyof typeof people, id: string) =>
      (await getSubmission({ user: people[who], db: tx, now: new Date() }, id)).queue?.position,
    take: async (name: 'grade' | 'train' = 'grade') => {
      await tx.execute('reset role');
      const [job] = await queue.boss.fetch<{ submissionId: string }>(name, { db, ...oneAPerson });
      await tx.execute('set local role web');
      return job ? { id: job.id, name: names.get(job.data.submissionId) } : null;
    },
    lose: async (id: string) => {
      await tx.execute('reset role');
      await tx.execute(sql`delete from pgboss.job where data ->> 'submissionId' = ${id}`);
      await tx.execute('set local role web');
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

  it('of many, too, each one is taken when its position says', () =>
    withQueue(async ({ submit: hand, position, take, complete }) => {
      const told: { name: string; who: 'ann' | 'bob' | 'cleo'; id: string; position?: number | undefined }[] = [];
      for (const who of ['ann', 'ann', 'bob', 'ann', 'cleo', 'bob', 'ann', 'cleo', 'bob'] as const) {
        const name = `${who} ${told.length}`;
        told.push({ name, who, id: await hand(who, name) });
      }
      for (const one of told) one.position = await position(one.who, one.id);
      const order: (string | undefined)[] = [];
      for (let job = await take(); job; job = await take()) {
        order.push(job.name);
        await complete(job.id);
      }
      expect(told.map((one) => one.position).toSorted()).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
      expect(told.toSorted((a, b) => (a.position ?? 0) - (b.position ?? 0)).map(({ name }) => name)).toEqual(order);
    }));

  it("the time that is told counts a student's own one after the other, and a training that goes on", () =>
    withQueue(async ({ submit: hand, queue: place, take }) => {
      const oldest = await hand('ann', 'ann 1');
      const older = await hand('ann', 'ann 2');
      await hand('ann', 'ann trains', null);
      expect(await place('ann', older)).toMatchObject({ position: 1, etaSeconds: 2 });
      expect(await place('ann', oldest)).toMatchObject({ position: 2, etaSeconds: 4 });
      await take('train');
      expect(await place('ann', older)).toMatchObject({ position: 1, etaSeconds: 62 });
    }));

  it('what has lost its job is told the last place', () =>
    withQueue(async ({ submit: hand, position, lose }) => {
      const lost = await hand('ann', 'ann 1');
      await hand('bob', 'bob 1');
      await lose(lost);
      expect(await position('ann', lost)).toBe(2);
    }));

  it('what the server trains waits in a line of its own', () =>
    withQueue(async ({ submit: hand, take }) => {
      await hand('ann', 'ann trains', null);
      await hand('bob', 'bob 1');
      expect((await take())?.name).toBe('bob 1');
      expect((await take('train'))?.name).toBe('ann trains');
    }));
});

describe('two graders at once', () => {
  let slug: string;
  let ann: User;
  beforeEach(async () => {
    const owner = connection('owner').db;
    await owner.execute(sql`delete from pgboss.job`);
    ({ slug } = await insertTiny(owner, { attempts: 100 }));
    ann = await insertPerson(owner);
  });

  const hand = (weights: Uint8Array | null, to = slug, db = connection('web').db, user = ann) =>
    submit(
      { user, db, now: new Date() },
      { slug: to, code: tinySolution, weights, label: null, idempotencyKey: randomUUID() },
    );

  /** As fetched: by two whose statements did not see each other, where `blindly`. */
  async function take(name: 'grade' | 'train', blindly = false) {
    const options = { includeMetadata: true, ...(blindly ? {} : oneAPerson) };
    const [job] = await queue.boss.fetch<{ submissionId: string }>(name, options);
    if (!job) throw new Error(`There is nothing to ${name}.`);
    return job;
  }

  type Kept = { state: string; left: number; priority: number; created: string; due: boolean };
  async function keptOf(id: string): Promise<Kept | undefined> {
    const [job] = await connection(
      'owner',
    ).db.execute<Kept>(sql`select state::text, priority, created_on::text as created,
      retry_limit - retry_count - (case when state = 'retry' then 1 else 0 end) as left,
      start_after <= now() as due from pgboss.job where id = ${id}`);
    return job;
  }

  const turns = (...jobs: { id: string; retryCount: number }[]) =>
    Promise.all(jobs.map((job) => takeTurn(connection('grader').db, job)));

  it('do not work on a grade and a training of one student: the newest stays, the other keeps its place and its tries', async () => {
    await hand(tinyWeights());
    await hand(null);
    const [grade, train] = [await take('grade'), await take('train')];
    const before = await keptOf(grade.id);
    expect(await turns(grade, train)).toEqual([false, true]);
    expect(await keptOf(grade.id)).toEqual({ ...before, state: 'retry', due: false });

    // Its place is the first still: taken once it is due, and again too early.
    const due = () =>
      connection('owner').db.execute(sql`update pgboss.job set start_after = now() where id = ${grade.id}`);
    await due();
    const again = await take('grade');
    expect(again.id).toBe(grade.id);
    expect(await turns(again)).toEqual([false]);
    await due();
    const last = await take('grade');
    await queue.boss.complete('train', { id: train.id, retryCount: train.retryCount });
    expect(await turns(last)).toEqual([true]);
    expect(await keptOf(grade.id)).toEqual(before);
  });

  it('do not work on two grades of one student that each took at the same moment', async () => {
    const older = await hand(tinyWeights());
    const newer = await hand(tinyWeights());
    const [first, second] = [await take('grade', true), await take('grade', true)];
    expect([first, second].map(({ data }) => data.submissionId)).toEqual([newer.id, older.id]);
    // Whoever looks first.
    expect(await turns(second)).toEqual([false]);
    expect(await turns(first)).toEqual([true]);
  });

  it('leave alone what is at work, also where something newer comes', async () => {
    await hand(null);
    const train = await take('train');
    expect(await turns(train)).toEqual([true]);
    await hand(tinyWeights());
    expect(await turns(await take('grade'))).toEqual([false]);
    expect((await keptOf(train.id))?.state).toBe('active');
  });

  it('let others go first meanwhile', async () => {
    await hand(null);
    await turns(await take('train'));
    await hand(tinyWeights());
    const bob = await insertPerson(connection('owner').db);
    const { id } = await hand(tinyWeights(), slug, connection('web').db, bob);
    expect(await turns(await take('grade'))).toEqual([false]);
    const next = await take('grade');
    expect(next.data.submissionId).toBe(id);
    expect(await turns(next)).toEqual([true]);
    expect(await queue.boss.fetch('grade', oneAPerson)).toEqual([]);
  });

  it('do not both take what one of them had to give up', async () => {
    await hand(tinyWeights());
    const job = await take('grade');
    await connection('owner').db.execute(sql`update pgboss.job set retry_count = retry_count + 1 where id = ${job.id}`);
    expect(await turns(job)).toEqual([false]);
  });
});

it('what one person hands in to two assignments at once is put in order', async () => {
  const owner = connection('owner').db;
  const [one, other] = [await insertTiny(owner), await insertTiny(owner)];
  const user = await insertPerson(owner);
  const hand = (db: Db, slug: string) =>
    submit(
      { user, db, now: new Date() },
      { slug, code: tinySolution, weights: tinyWeights(), label: null, idempotencyKey: randomUUID() },
    );
  let isDone = false;
  const waits = async () => {
    const [lock] = await owner.execute(sql`select from pg_locks where locktype = 'advisory' and not granted`);
    return isDone || lock !== undefined;
  };
  const web = connection('web').db;
  const { first, second } = await web.transaction(async (tx) => {
    const { id } = await hand(tx, one.slug);
    const later = hand(web, other.slug).finally(() => {
      isDone = true;
    });
    await expect.poll(waits).toBe(true);
    return { first: id, second: later };
  });
  const { id } = await second;
  const jobs = await owner.execute<{ id: string; priority: number }>(sql`
    select data ->> 'submissionId' as id, priority from pgboss.job where group_id = ${user.id} order by priority`);
  expect([...jobs]).toEqual([
    { id: first, priority: -1 },
    { id, priority: 0 },
  ]);
});
