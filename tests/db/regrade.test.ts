import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sql } from '#db/client.ts';
import { listCells, listOverrides } from '#db/queries/gradebook.ts';
import { systemUser, type User } from '#lib/auth/core.ts';
import type { Context } from '#lib/context.ts';
import { Conflict, Forbidden, InvalidInput, NotFound } from '#lib/errors.ts';
import { setGrade, withdrawGrade } from '#lib/gradebook/overrides.ts';
import { gradeChanges, type RegradePolicy, summarize } from '#lib/grading/core/regrade.ts';
import {
  countOlderWaiting,
  discardRegrade,
  getRegrade,
  listRegrades,
  listRegradesOf,
  publishRegrade,
  retryRegrade,
  startRegrade,
} from '#lib/grading/regrade.ts';
import { getSubmission, submit } from '#lib/grading/server.ts';
import { runGrader } from '#lib/grading/worker.ts';
import { listOwnNewest } from '#lib/notices/read.ts';
import { connection, databaseUrls } from '../support/database.ts';
import {
  insertPerson,
  insertTiny,
  insertTinyFix,
  type Tiny,
  tinyManifest,
  tinySolution,
  tinyWeights,
} from '../support/tiny-assignment.ts';

/** A real grader, in this process, with real sandboxes. */
const stop = new AbortController();
const errors: unknown[] = [];
let grader: Promise<void>;
let staff: User;
let assistant: User;

beforeAll(async () => {
  const owner = connection('owner').db;
  staff = await insertPerson(owner, 'instructor');
  assistant = await insertPerson(owner, 'assistant');
  const ready = Promise.withResolvers<void>();
  grader = runGrader({
    databaseUrl: databaseUrls().grader,
    signal: stop.signal,
    onReady: ready.resolve,
    onError: (error) => errors.push(error),
  });
  await Promise.race([ready.promise, grader]);
});

afterAll(async () => {
  stop.abort();
  await grader;
  expect(errors).toEqual([]);
});

const as = (user: User): Context => ({ user, db: connection('web').db, now: new Date() });
const patience = { timeout: 50_000, interval: 100 };

async function handIn(slug: string, user: User, weights: Uint8Array<ArrayBuffer> | null): Promise<string> {
  const input = { slug, code: tinySolution, weights, label: null, idempotencyKey: randomUUID() };
  const { id } = await submit(as(user), input);
  await expect.poll(async () => (await getSubmission(as(user), id)).outcome, patience).toBe('graded');
  return id;
}

async function finished(id: string) {
  await expect.poll(async () => summarize((await getRegrade(as(staff), id)).rows).unfinished, patience).toBe(0);
  return getRegrade(as(staff), id);
}

const points = async (user: User, id: string) => (await getSubmission(as(user), id)).points;
const cellPoints = async (user: User) => (await listCells(connection('web').db, user.id))[0]?.points;

async function auditVerbs(id: string): Promise<string[]> {
  const rows = await connection('owner').db.execute<{ verb: string }>(
    sql`select verb from audit_log where subject = ${id} order by at, verb`,
  );
  return rows.map(({ verb }) => verb);
}

type Class = { tiny: Tiny; right: User; wrong: User; rightId: string; wrongId: string };

/** Two students, of whom one has full points and the other hardly any; the fix turns the labels round. */
async function classOfTwo(): Promise<Class> {
  const owner = connection('owner').db;
  const tiny = await insertTiny(owner);
  const [right, wrong] = [await insertPerson(owner), await insertPerson(owner)];
  const rightId = await handIn(tiny.slug, right, tinyWeights(1));
  const wrongId = await handIn(tiny.slug, wrong, tinyWeights(-1));
  await insertTinyFix(owner, tiny, { flipped: true });
  return { tiny, right, wrong, rightId, wrongId };
}

const start = (slug: string, cover: 'all' | 'counting' | string[] = 'all') =>
  startRegrade(as(staff), { slug, reason: 'The labels were swapped.', cover });

describe('a regrade', () => {
  it('is a draft that changes nothing until it is published', async () => {
    const { tiny, right, wrong, rightId, wrongId } = await classOfTwo();
    const before = await getSubmission(as(right), rightId);
    const id = await start(tiny.slug);
    const { rows, regrade } = await finished(id);
    expect(regrade).toMatchObject({ slug: tiny.slug, version: 2, publishedAt: null });
    const sides = new Map(rows.map((row) => [row.submissionId, [row.state, row.before, row.after]]));
    expect(sides.get(rightId)).toEqual(['finished', 10, 1]);
    expect(sides.get(wrongId)).toEqual(['finished', 1, 10]);
    expect(gradeChanges(rows)[0]).toMatchObject({ userId: right.id, before: 10, as_is: 1, never_lower: 10 });

    expect(await getSubmission(as(right), rightId)).toEqual(before);
    expect([await cellPoints(right), await cellPoints(wrong)]).toEqual([10, 1]);
    expect(await listRegradesOf(as(right), rightId)).toEqual([]);

    await discardRegrade(as(staff), id);
    expect(await getSubmission(as(right), rightId)).toEqual(before);
    expect([await cellPoints(right), await cellPoints(wrong)]).toEqual([10, 1]);
    expect(await auditVerbs(id)).toEqual(['regrade.start', 'regrade.discard']);
  });

  it.each<[RegradePolicy, { right: number; wrong: number }]>([
    ['as_is', { right: 1, wrong: 10 }],
    ['never_lower', { right: 10, wrong: 10 }],
  ])('published as %s gives the points it promised, and says why', async (policy, expected) => {
    const { tiny, right, wrong, rightId, wrongId } = await classOfTwo();
    const id = await start(tiny.slug, 'counting');
    const promised = gradeChanges((await finished(id)).rows);
    await publishRegrade(as(staff), id, policy);
    expect(await points(right, rightId)).toBe(expected.right);
    expect(await points(wrong, wrongId)).toBe(expected.wrong);
    for (const user of [right, wrong]) {
      expect(await cellPoints(user)).toBe(promised.find(({ userId }) => userId === user.id)?.[policy]);
    }
    // Whose points stayed is not told anything.
    const told = async (user: User) => (await listOwnNewest(as(user), 5)).map(({ kind }) => kind);
    expect(await told(wrong)).toEqual(['grade']);
    expect(await told(right)).toEqual(policy === 'as_is' ? ['grade'] : []);
    const reason = 'The labels were swapped.';
    const lost = { reason, before: 10, beforeMax: 10, after: 1, afterMax: 10, applied: policy === 'as_is' };
    expect(await listRegradesOf(as(right), rightId)).toMatchObject([lost]);
    expect(await listRegradesOf(as(wrong), wrongId)).toMatchObject([{ before: 1, after: 10, applied: true }]);
    // What staff see stays as it was when they published.
    expect(gradeChanges((await getRegrade(as(staff), id)).rows)).toEqual(promised);

    await expect(publishRegrade(as(staff), id, policy)).rejects.toThrow(Conflict);
    await expect(discardRegrade(as(staff), id)).rejects.toThrow(Conflict);
    expect(await auditVerbs(id)).toEqual(['regrade.start', 'regrade.publish']);
    // The exact score of the new data is nothing that the Ladder has let out.
    expect((await getSubmission(as(wrong), wrongId)).score.public).toBeNull();
  });

  it('touches no grade that staff set, and does not tell its student of a change', async () => {
    const { tiny, right, wrong } = await classOfTwo();
    const grade = { slug: tiny.slug, userId: right.id, points: 9, reason: 'Shown in class.', baseAt: null };
    await setGrade(as(staff), grade);
    const id = await start(tiny.slug);
    const { rows } = await finished(id);
    expect(gradeChanges(rows)).toMatchObject([
      { userId: right.id, before: 9, as_is: 9, never_lower: 9 },
      { userId: wrong.id, before: 1, as_is: 10 },
    ]);
    await publishRegrade(as(staff), id, 'as_is');
    const titles = async (user: User) => (await listOwnNewest(as(user), 5)).map(({ title }) => title);
    expect(await titles(right)).toEqual([expect.stringMatching(/^Your grade for .* was changed$/)]);
    expect(await titles(wrong)).toEqual([expect.stringMatching(/was graded again/)]);
    // What was true when it was published stays so.
    const set = (await listOverrides(connection('web').db, right.id))[0];
    await withdrawGrade(as(staff), { slug: tiny.slug, userId: right.id, baseAt: set?.at ?? null });
    expect(gradeChanges((await getRegrade(as(staff), id)).rows)[0]).toMatchObject({ userId: right.id, before: 9 });
  });

  it('publishes once, however many try at the same moment', async () => {
    const { tiny } = await classOfTwo();
    const id = await start(tiny.slug);
    await finished(id);
    const tries = await Promise.allSettled([1, 2, 3].map(() => publishRegrade(as(staff), id, 'never_lower')));
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await auditVerbs(id)).toEqual(['regrade.start', 'regrade.publish']);
  });

  it('trains where the server trained, keeps what was shown where the public data stayed, and verifies nothing', async () => {
    const owner = connection('owner').db;
    const tiny = await insertTiny(owner);
    const student = await insertPerson(owner);
    const trainedId = await handIn(tiny.slug, student, null);
    const otherId = await handIn(tiny.slug, student, tinyWeights(-1));
    const [small, metric] = tinyManifest.tests;
    if (!small || metric?.kind !== 'metric') throw new Error('The tiny assignment has other tests.');
    const half = { ...metric, thresholds: [{ atLeast: 0.95, points: 4 }] };
    await insertTinyFix(owner, tiny, { flipped: false, manifest: { ...tinyManifest, tests: [small, half] } });
    const shown = (await getSubmission(as(student), trainedId)).score.public;
    const id = await start(tiny.slug, [trainedId]);
    const { rows } = await finished(id);
    expect(rows.map((row) => [row.submissionId, row.state, row.before, row.after])).toEqual([
      [trainedId, 'finished', 10, 5],
      [otherId, 'none', 1, null],
    ]);
    await publishRegrade(as(staff), id, 'as_is');
    const view = await getSubmission(as(student), trainedId);
    expect(view).toMatchObject({ points: 5, maxPoints: 5, outcome: 'graded', score: { public: shown } });
    expect(shown).toBe(1);
    expect(view.log).toContain('training by hand');
    expect(await points(student, otherId)).toBe(1);
    const jobs = await owner.execute(
      sql`select from pgboss.job where name = 'verify' and data ->> 'submissionId' = ${trainedId}`,
    );
    expect(jobs).toHaveLength(0);
    const rungs = await owner.execute(sql`select l.run_id from hidden.ladder l
      join grading_runs r on r.id = l.run_id where r.regrade_id is not null`);
    expect(rungs).toHaveLength(0);
  });
});

describe('a regrade is refused', () => {
  it('to whom it is not for', async () => {
    const { tiny, right, rightId, wrongId } = await classOfTwo();
    const input = { slug: tiny.slug, reason: 'x', cover: 'all' as const };
    for (const user of [right, assistant]) {
      await expect(startRegrade(as(user), input)).rejects.toThrow(Forbidden);
    }
    const id = await startRegrade(as(systemUser), input);
    for (const user of [right, assistant]) {
      await expect(publishRegrade(as(user), id, 'as_is')).rejects.toThrow(Forbidden);
      await expect(discardRegrade(as(user), id)).rejects.toThrow(Forbidden);
      await expect(retryRegrade(as(user), id)).rejects.toThrow(Forbidden);
    }
    await expect(getRegrade(as(right), id)).rejects.toThrow(Forbidden);
    await expect(listRegrades(as(right))).rejects.toThrow(Forbidden);
    await expect(listRegradesOf(as(right), wrongId)).rejects.toThrow(NotFound);
    expect(await listRegradesOf(as(right), rightId)).toEqual([]);
    expect((await getRegrade(as(assistant), id)).rows).toHaveLength(2);
    expect((await listRegrades(as(assistant))).find((row) => row.id === id)?.covered).toBe(2);
    await discardRegrade(as(systemUser), id);
  });

  it('while a submission waits for its grade under an older version', async () => {
    const owner = connection('owner').db;
    const tiny = await insertTiny(owner);
    const [done, waits] = [await insertPerson(owner), await insertPerson(owner)];
    const doneId = await handIn(tiny.slug, done, tinyWeights(1));
    const later = (after: string, id: string) =>
      sql`update pgboss.job set start_after = ${after}::timestamptz where data ->> 'submissionId' = ${id}`;
    const input = { slug: tiny.slug, code: tinySolution, weights: tinyWeights(-1), label: null };
    const waitingId = await owner.transaction(async (tx) => {
      const { id } = await submit({ ...as(waits), db: tx }, { ...input, idempotencyKey: randomUUID() });
      await tx.execute(later('tomorrow', id));
      return id;
    });
    const newest = await insertTinyFix(owner, tiny, { flipped: true });
    const older = () => countOlderWaiting(as(staff), [{ slug: tiny.slug, versionId: newest }]);
    expect(await older()).toEqual(new Map([[tiny.slug, 1]]));
    for (const cover of ['all', 'counting', [waitingId]] as const) {
      const refused = start(tiny.slug, typeof cover === 'string' ? cover : [...cover]);
      await expect(refused).rejects.toThrow('1 submission waits for a grade under an older version');
    }
    await discardRegrade(as(staff), await start(tiny.slug, [doneId]));

    await owner.execute(later('now', waitingId));
    await expect.poll(async () => (await getSubmission(as(waits), waitingId)).outcome, patience).toBe('graded');
    expect(await older()).toEqual(new Map([[tiny.slug, 0]]));
    const id = await start(tiny.slug);
    expect((await finished(id)).rows.map(({ after }) => after)).toEqual([1, 10]);
    await expect(countOlderWaiting(as(waits), [])).rejects.toThrow(Forbidden);
  });

  it('while another is open, without a reason, or for what is not there', async () => {
    const { tiny, rightId } = await classOfTwo();
    const other = await classOfTwo();
    const begin = (change: object) =>
      startRegrade(as(staff), { slug: tiny.slug, reason: 'x', cover: 'all', ...change });
    await expect(begin({ reason: '  ' })).rejects.toThrow(InvalidInput);
    await expect(begin({ slug: 'none' })).rejects.toThrow(NotFound);
    await expect(begin({ cover: [other.rightId] })).rejects.toThrow(InvalidInput);
    const both = await Promise.allSettled([begin({ cover: [rightId] }), begin({})]);
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    await expect(begin({})).rejects.toThrow(Conflict);
    await expect(getRegrade(as(staff), randomUUID())).rejects.toThrow(NotFound);
    await expect(getRegrade(as(staff), 'x')).rejects.toThrow(NotFound);
  });
});

/** Moves the jobs of a regrade out of the grader's reach, or to their end. */
async function setJobs(id: string, state: 'created' | 'failed', startAfter: string): Promise<void> {
  await connection('owner').db.execute(sql`update pgboss.job
    set state = ${state}::pgboss.job_state, start_after = ${startAfter}::timestamptz,
      completed_on = ${state === 'failed' ? sql`now() - interval '1 minute'` : sql`null`}
    where name = 'regrade' and data ->> 'regradeId' = ${id}`);
}

/** A regrade whose jobs no grader takes: they are put off in the transaction that sends them. */
async function startLater(slug: string): Promise<string> {
  return connection('owner').db.transaction(async (tx) => {
    const id = await startRegrade({ ...as(staff), db: tx }, { slug, reason: 'x', cover: 'all' });
    await tx.execute(sql`update pgboss.job set start_after = now() + interval '1 hour'
      where name = 'regrade' and data ->> 'regradeId' = ${id}`);
    return id;
  });
}

describe('what is not done', () => {
  it('keeps a regrade from being published, and once discarded is never done', async () => {
    const { tiny } = await classOfTwo();
    const id = await startLater(tiny.slug);
    await expect(publishRegrade(as(staff), id, 'as_is')).rejects.toThrow('2 of 2 submissions are not regraded yet.');
    await discardRegrade(as(staff), id);
    await setJobs(id, 'created', 'now');
    const open = async () => {
      const jobs = await connection('owner').db.execute(sql`select from pgboss.job
        where name = 'regrade' and data ->> 'regradeId' = ${id} and state < 'completed'`);
      return jobs.length;
    };
    await expect.poll(open, patience).toBe(0);
    expect((await getRegrade(as(staff), id)).rows.map(({ after }) => after)).toEqual([null, null]);
    const runs = await connection('owner').db.execute(sql`select from grading_runs where regrade_id = ${id}`);
    expect(runs).toHaveLength(0);
  });

  it('for a reason of ours is shown to staff, touches no grade, and can be asked for again', async () => {
    const { tiny, right, rightId } = await classOfTwo();
    const before = await getSubmission(as(right), rightId);
    const id = await startLater(tiny.slug);
    await setJobs(id, 'failed', 'now');
    const failed = async () => {
      const runs = await connection('owner').db.execute<{ n: number }>(
        sql`select count(*)::int as n from grading_runs where regrade_id = ${id} and outcome = 'infra_error'`,
      );
      return runs[0]?.n;
    };
    await expect.poll(failed, patience).toBe(2);
    expect(summarize((await getRegrade(as(staff), id)).rows)).toMatchObject({ failed: 2, unfinished: 0 });
    expect(await getSubmission(as(right), rightId)).toEqual(before);
    for (const known of [undefined, 1]) {
      const published = publishRegrade(as(staff), id, 'as_is', known);
      await expect(published).rejects.toThrow('2 submissions could not be regraded and would keep the old points.');
    }
    expect(await retryRegrade(as(staff), id)).toBe(2);
    expect(summarize((await finished(id)).rows)).toMatchObject({ falls: 1, rises: 1, failed: 0 });
  });

  it('is left as it was once an instructor says so', async () => {
    const { tiny, right, rightId } = await classOfTwo();
    const id = await startLater(tiny.slug);
    await setJobs(id, 'failed', 'now');
    const left = async () => summarize((await getRegrade(as(staff), id)).rows).failed;
    await expect.poll(left, patience).toBe(2);
    expect(await publishRegrade(as(staff), id, 'as_is', 2)).toBe(0);
    expect(await points(right, rightId)).toBe(10);
  });
});
