import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { sql } from '#db/client.ts';
import { finishRun, jobHasResult, type RunResult, startRun } from '#db/queries/grading-runs.ts';
import type { User } from '#lib/auth/core.ts';
import type { Context } from '#lib/context.ts';
import { Conflict, Forbidden, InvalidInput, NotFound, TooLarge } from '#lib/errors.ts';
import { getGradebook, getOwnGrades, gradesCsv } from '#lib/gradebook/server.ts';
import { isGradingUnsafe, readHealth } from '#lib/grading/health.ts';
import { closeAbandoned } from '#lib/grading/jobs.ts';
import { getSubmission, getSubmittedCode, listGradingRuns, listSubmissions, submit } from '#lib/grading/server.ts';
import { watchSubmission } from '#lib/grading/watch.ts';
import { releaseItem } from '#lib/items/release.ts';
import { connection, rolledBack } from '../support/database.ts';
import {
  beforeClosing,
  insertPerson,
  insertTiny,
  insertTinyClosed,
  type Tiny,
  tinyManifest,
  tinySolution,
  tinyWeights,
} from '../support/tiny-assignment.ts';

let tiny: Tiny;
let student: User;
let staff: User;

beforeAll(async () => {
  const owner = connection('owner').db;
  tiny = await insertTiny(owner);
  student = await insertPerson(owner);
  staff = await insertPerson(owner, 'instructor');
});

const as = (user: User, now = new Date()): Context => ({ user, db: connection('web').db, now });
const newStudent = () => insertPerson(connection('owner').db);
const input = (change = {}) => ({
  slug: tiny.slug,
  code: tinySolution,
  weights: tinyWeights(),
  label: 'run 1',
  idempotencyKey: randomUUID(),
  ...change,
});

const result = (points: number | null, change: Partial<RunResult> = {}): RunResult => ({
  outcome: points === null ? 'infra_error' : 'graded',
  points,
  maxPoints: points === null ? null : 10,
  publicScore: points === null ? null : 0.9,
  improved: points === null ? null : true,
  note: null,
  log: 'hello',
  staffNote: null,
  tests: points === null ? [] : [{ name: 'Small', passed: true, points: 1, maxPoints: 1, message: 'Yes.' }],
  metrics: points === null ? [] : [{ split: 'private', metric: 'accuracy', value: 0.87 }],
  ...change,
});

async function runOf(submissionId: string, finish: RunResult | null, jobId: string = randomUUID()) {
  const db = connection('grader').db;
  const start = { submissionId, kind: 'grade' as const, jobId, startedAt: new Date(), isolate: 'x', grader: 'y' };
  const runId = await startRun(db, start);
  if (runId === null) throw new Error('The job has its result.');
  if (finish) await db.transaction((tx) => finishRun(tx, runId, new Date(), finish));
  return { runId, jobId };
}

async function untilSomebodyWaits(): Promise<void> {
  const waiting = () => connection('owner').client`
    select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`;
  await expect.poll(async () => (await waiting()).length, { timeout: 10_000 }).toBeGreaterThan(0);
}

describe('handing in', () => {
  it('makes the submission, its job and the audit row together', async () => {
    const view = await submit(as(student), input());
    expect(view).toMatchObject({ assignment: tiny.slug, outcome: null, points: null, maxPoints: 10, running: false });
    expect(view.queue?.position).toBeGreaterThanOrEqual(1);
    const rows = await connection('owner').db.execute(sql`
      select (select count(*)::int from pgboss.job where name = 'grade' and data ->> 'submissionId' = ${view.id}) as jobs,
        (select count(*)::int from audit_log where subject = ${view.id} and verb = 'submission.create') as audits`);
    expect(rows[0]).toEqual({ jobs: 1, audits: 1 });
  });

  it('leaves nothing behind when it fails on the way', async () => {
    const person = await newStudent();
    const key = randomUUID();
    const doomed = as(person).db.transaction(async (tx) => {
      await submit({ ...as(person), db: tx }, input({ idempotencyKey: key }));
      throw new Error('The power goes.');
    });
    await expect(doomed).rejects.toThrow('The power goes.');
    expect(await listSubmissions(as(person), tiny.slug)).toEqual([]);
  });

  it('lets the server train where there are no weights', async () => {
    const view = await submit(as(await newStudent()), input({ weights: null }));
    expect(view.trainedByServer).toBe(true);
    const [row] = await connection('owner').db.execute(
      sql`select name from pgboss.job where data ->> 'submissionId' = ${view.id}`,
    );
    expect(row).toEqual({ name: 'train' });
  });

  it('takes the same key with the same content for the same submission', async () => {
    const person = await newStudent();
    const first = input();
    const [a, b] = await Promise.all([submit(as(person), first), submit(as(person), first)]);
    expect(a.id).toBe(b.id);
    expect(await listSubmissions(as(person), tiny.slug)).toHaveLength(1);
    await expect(submit(as(person), { ...first, code: `${first.code}//` })).rejects.toThrow(Conflict);
    await expect(submit(as(person), { ...first, weights: null })).rejects.toThrow(Conflict);
  });

  it('keeps one person’s keys apart from another’s', async () => {
    const idempotencyKey = randomUUID();
    const a = await submit(as(await newStudent()), input({ idempotencyKey }));
    const b = await submit(as(await newStudent()), input({ idempotencyKey }));
    expect(a.id).not.toBe(b.id);
  });

  it('gives exactly as many attempts as there are, however they race', async () => {
    const person = await newStudent();
    const tries = await Promise.allSettled(Array.from({ length: 6 }, () => submit(as(person), input())));
    expect(tries.filter((each) => each.status === 'fulfilled')).toHaveLength(3);
    for (const each of tries) if (each.status === 'rejected') expect(each.reason).toBeInstanceOf(Forbidden);
  });

  it('gives an attempt back after a failure of ours, but not while it is tried again', async () => {
    const person = await newStudent();
    const all = await Promise.all([
      submit(as(person), input()),
      submit(as(person), input()),
      submit(as(person), input()),
    ]);
    const [first] = all;
    const [job] = await connection('owner').db.execute<{ id: string }>(
      sql`select id from pgboss.job where data ->> 'submissionId' = ${first.id}`,
    );
    const jobId = job?.id;
    await runOf(first.id, null, jobId);
    await expect(submit(as(person), input())).rejects.toThrow('All 3 attempts are used.');
    await runOf(first.id, result(null), jobId);
    expect(await getSubmission(as(person), first.id)).toMatchObject({
      outcome: 'infra_error',
      points: null,
      queue: null,
    });
    await runOf(first.id, null, jobId);
    await expect(submit(as(person), input())).rejects.toThrow(Forbidden);
    await runOf(first.id, result(null), jobId);
    await submit(as(person), input());
  });

  it('keeps to the dates', async () => {
    await expect(submit(as(student, new Date(-1)), input())).rejects.toThrow(/opens at/);
    await expect(submit(as(student, new Date('2080-01-01')), input())).rejects.toThrow(/closed at/);
  });

  it('refuses what cannot be a submission', async () => {
    const person = await newStudent();
    await expect(submit(as(person), input({ code: 'a\0b' }))).rejects.toThrow(InvalidInput);
    await expect(submit(as(person), input({ code: 'x'.repeat(65_537) }))).rejects.toThrow(TooLarge);
    await expect(submit(as(person), input({ weights: new Uint8Array(12) }))).rejects.toThrow(InvalidInput);
    await expect(submit(as(person), input({ weights: new Uint8Array(80_000) }))).rejects.toThrow(TooLarge);
    await expect(submit(as(person), input({ slug: 'no-such-thing' }))).rejects.toThrow(NotFound);
    expect(await listSubmissions(as(person), tiny.slug)).toEqual([]);
  });
});

describe('looking', () => {
  it('is for its owner and for staff', async () => {
    const { id } = await submit(as(await newStudent()), input());
    const other = await newStudent();
    await expect(getSubmission(as(other), id)).rejects.toThrow(NotFound);
    await expect(getSubmittedCode(as(other), id)).rejects.toThrow(NotFound);
    await expect(listGradingRuns(as(other), id)).rejects.toThrow(Forbidden);
    await expect(getSubmission(as(student), 'not-an-id')).rejects.toThrow(NotFound);
    await expect(getSubmission(as(student), randomUUID())).rejects.toThrow(NotFound);
    expect((await getSubmission(as(staff), id)).id).toBe(id);
    expect(await getSubmittedCode(as(staff), id)).toBe(tinySolution);
  });

  it('shows the private score only once it is released: of the metric that is shown, by its name', async () => {
    const [small, metric] = tinyManifest.tests;
    if (!small || metric?.kind !== 'metric') throw new Error('The tiny assignment has other tests.');
    const tests = (['mse', 'mae'] as const).map((name) => ({
      ...{ ...metric, name, metric: name, thresholds: [{ atMost: 0.5, points: 4.5 }] },
    }));
    const own = await insertTinyClosed(connection('owner').db, { tests: [small, ...tests] });
    const person = await newStudent();
    const { id } = await submit(as(person, beforeClosing()), input({ slug: own.slug }));
    const metrics = [
      { split: 'private' as const, metric: 'mae', value: 0.25 },
      { split: 'private' as const, metric: 'mse', value: 0.87 },
    ];
    await runOf(id, result(7, { metrics }));
    const before = await getSubmission(as(person), id);
    expect(before).toMatchObject({ outcome: 'graded', points: 7, score: { public: 0.9, private: null }, log: 'hello' });
    expect(JSON.stringify(await getSubmission(as(staff), id))).not.toMatch(/\b0\.87/);
    await releaseItem(as(staff), own.slug);
    const view = await getSubmission(as(person), id);
    expect(view).toMatchObject({ score: { private: 0.87 }, metric: { id: 'mse', name: 'The mean squared error' } });
    const { grades } = await getOwnGrades(as(person));
    expect(grades.find(({ item }) => item.slug === own.slug)).toMatchObject({ metric: 'mse', privateScore: 0.87 });
  });

  it('takes few queries for many submissions, newest first', async () => {
    const own = await insertTiny(connection('owner').db, { attempts: 50 });
    const person = await newStudent();
    for (let i = 0; i < 12; i++) {
      const { id } = await submit(as(person, new Date(Date.now() + i)), input({ slug: own.slug, label: `run ${i}` }));
      if (i % 2) await runOf(id, result(i / 2));
    }
    let queries = 0;
    const { db } = connection('web');
    const counted = new Proxy(db, {
      get: (target, name) => {
        if (['select', 'execute', '$count', 'selectDistinctOn'].includes(String(name))) queries++;
        return Reflect.get(target, name);
      },
    });
    const list = await listSubmissions({ ...as(person), db: counted }, own.slug);
    expect(list.map((view) => view.label)).toEqual(Array.from({ length: 12 }, (_, i) => `run ${11 - i}`));
    expect(list[0]?.tests).toHaveLength(1);
    expect(queries).toBeLessThan(10);
  });
});

describe('a run', () => {
  it('has one result for each job, whoever delivers it again', async () => {
    const { id } = await submit(as(await newStudent()), input());
    const first = await runOf(id, null);
    const second = await runOf(id, null, first.jobId);
    const db = connection('grader').db;
    const finish = (runId: string, points: number) =>
      db.transaction((tx) => finishRun(tx, runId, new Date(), result(points)));
    expect(await jobHasResult(db, first.jobId)).toBe(false);
    expect(await finish(first.runId, 3)).toBe(false);
    expect(await finish(second.runId, 5)).toBe(true);
    expect(await finish(second.runId, 6)).toBe(false);
    expect(await jobHasResult(db, first.jobId)).toBe(true);
    expect((await getSubmission(as(staff), id)).points).toBe(5);
    await expect(runOf(id, null, first.jobId)).rejects.toThrow('has its result');
    expect(await listGradingRuns(as(staff), id)).toHaveLength(2);
  });

  it('is not begun again while another grader is just storing its result', async () => {
    const { id } = await submit(as(await newStudent()), input());
    const first = await runOf(id, null);
    const db = connection('grader').db;
    let second: Promise<unknown> | undefined;
    await db.transaction(async (tx) => {
      await finishRun(tx, first.runId, new Date(), result(5));
      second = runOf(id, null, first.jobId).catch((error: Error) => error.message);
      await untilSomebodyWaits();
    });
    expect(await second).toBe('The job has its result.');
    expect(await listGradingRuns(as(staff), id)).toHaveLength(1);
  });

  it('that nobody will end is ended as our failure, once, and the attempt given back', async () => {
    const own = await insertTiny(connection('owner').db, { attempts: 1 });
    const person = await newStudent();
    const { id } = await submit(as(person), input({ slug: own.slug }));
    const [job] = await connection('owner').db.execute<{ id: string }>(sql`update pgboss.job
      set state = 'failed', started_on = now(), completed_on = now() - interval '1 minute'
      where name = 'grade' and data ->> 'submissionId' = ${id} returning id`);
    await runOf(id, null, job?.id);
    const tools = { db: connection('grader').db, now: () => new Date() };
    await closeAbandoned(tools);
    await closeAbandoned(tools);
    expect(await getSubmission(as(person), id)).toMatchObject({ outcome: 'infra_error', points: null, tests: [] });
    expect(await listGradingRuns(as(staff), id)).toHaveLength(1);
    await submit(as(person), input({ slug: own.slug }));
  });

  it('tells who watches, and ends when graded', async () => {
    const person = await newStudent();
    const { id } = await submit(as(person), input());
    const { client } = connection('web');
    const signal = AbortSignal.timeout(20_000);
    const listen = async (fn: (id: string) => void) => (await client.listen('submission', fn)).unlisten;
    const views = watchSubmission(as(person), id, { listen, signal, everyMs: 60_000 });
    expect((await views.next()).value).toMatchObject({ id, outcome: null });
    const next = views.next();
    await runOf(id, result(4));
    expect((await next).value).toMatchObject({ id, outcome: 'graded', points: 4 });
    expect((await views.next()).done).toBe(true);
  });

  it('is watched no more by a person who was signed out', async () => {
    const person = await newStudent();
    const { id } = await submit(as(person), input());
    let ring: (id: string) => void = () => {};
    const listen = async (fn: (id: string) => void) => {
      ring = fn;
      return async () => {};
    };
    const views = watchSubmission(as(person), id, { listen, signal: AbortSignal.timeout(20_000), everyMs: 60_000 });
    await views.next();
    await connection('owner').db.execute(
      sql`update users set session_version = session_version + 1 where id = ${person.id}`,
    );
    const next = views.next();
    ring(id);
    await expect(next).rejects.toThrow('not signed in');
  });
});

describe('the gradebook', () => {
  it('shows the submission that counts, and nothing of a student to another', async () => {
    const own = await insertTiny(connection('owner').db);
    const person = await newStudent();
    const ids = [];
    for (const [i, points] of [4, 7, 7].entries()) {
      const { id } = await submit(as(person, new Date(Date.now() + i)), input({ slug: own.slug }));
      await runOf(id, result(points));
      ids.push(id);
    }
    const { grades } = await getOwnGrades(as(person));
    const cell = grades.find(({ item }) => item.slug === own.slug)?.cell;
    expect(cell).toMatchObject({ state: 'graded', points: 7, submissionId: ids[2], attempts: 3, pending: false });
    const book = await getGradebook(as(staff));
    const column = book.items.findIndex(({ slug }) => slug === own.slug);
    expect(book.rows.find((row) => row.student.id === person.id)?.cells[column]).toEqual(cell);
    expect(book.rows.some((row) => row.student.id === staff.id)).toBe(false);
    await expect(getGradebook(as(person))).rejects.toThrow(Forbidden);
    await expect(gradesCsv(as(person))).rejects.toThrow(Forbidden);
  });

  it('is safe to open in a spreadsheet', async () => {
    await insertPerson(connection('owner').db, 'student', '=HYPERLINK("http://example.org")');
    const csv = await gradesCsv(as(staff));
    expect(csv.split('\r\n')[0]).toMatch(/^name,email,.*points,max_points$/);
    expect(csv).toContain(`"'=HYPERLINK(""http://example.org"")"`);
  });
});

describe('health', () => {
  it('counts graders heard from lately, and who waits', async () => {
    const db = connection('grader').db;
    const before = await readHealth(as(student));
    const at = (secondsAgo: number) => new Date(Date.now() - secondsAgo * 1000).toISOString();
    await db.execute(sql`insert into graders (name, isolate, tier, started_at, seen_at)
      values ('a', 'unshare', 'A', ${at(99)}, ${at(1)}), ('b', 'bubblewrap', 'S', ${at(99)}, ${at(90)})`);
    await submit(as(await newStudent()), input());
    const after = await readHealth(as(student));
    expect(after).toMatchObject({ status: 'ok', database: 'ok', graders: before.graders + 1 });
    expect(after.isolates).toContain('unshare');
    expect(after.tiers).toContain('A');
    expect(after.queue.waiting).toBeGreaterThan(0);
  });

  it('says that student code is not isolated while such a grader lives, and no longer', () =>
    rolledBack('owner', async (tx) => {
      const isUnsafe = () => isGradingUnsafe({ db: tx, now: new Date() });
      expect(await isUnsafe()).toBe(false);
      await tx.execute(sql`insert into graders (name, isolate, tier, started_at, seen_at)
        values ('c', 'permission', 'unsafe', now(), now())`);
      expect(await isUnsafe()).toBe(true);
      await tx.execute(sql`update graders set seen_at = now() - interval '31 seconds' where tier = 'unsafe'`);
      expect(await isUnsafe()).toBe(false);
    }));
});
