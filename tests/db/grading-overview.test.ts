import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type Db, sql } from '#db/client.ts';
import { readQueueFacts } from '#db/queries/grading.ts';
import { insertGrader } from '#db/queries/grading-runs.ts';
import { sendJob } from '#db/queue.ts';
import { gradingRuns } from '#db/schema/grading.ts';
import type { User } from '#lib/auth/core.ts';
import { Forbidden } from '#lib/errors.ts';
import type { Outcome, RunKind } from '#lib/grading/core/outcome.ts';
import { type GradingOverview, getGradingOverview } from '#lib/grading/overview.ts';
import { submit } from '#lib/grading/server.ts';
import { rolledBack } from '../support/database.ts';
import { insertPerson, insertTiny, type Tiny, tinySolution, tinyWeights } from '../support/tiny-assignment.ts';
import { functionsSolution, insertFunctions } from '../support/tiny-functions.ts';

type Course = { tx: Db; tiny: Tiny; student: User; look: (user?: User) => Promise<GradingOverview> };

/** A course with empty queues, no runs of late and no grader; undone in the end. `look` has the rights of the page. */
async function inCourse(body: (course: Course) => Promise<void>): Promise<void> {
  await rolledBack('owner', async (tx, as) => {
    await tx.execute(sql`delete from pgboss.job`);
    await tx.execute(sql`delete from graders`);
    await tx.execute(sql`update grading_runs set finished_at = 'epoch' where outcome is not null`);
    const staff = await insertPerson(tx, 'assistant');
    const look = async (user = staff) => {
      await as('web');
      try {
        return await getGradingOverview({ user, db: tx, now: new Date() });
      } finally {
        await as('owner');
      }
    };
    await body({ tx, tiny: await insertTiny(tx, { attempts: 50 }), student: await insertPerson(tx), look });
  });
}

async function handIn({ tx, tiny, student }: Course, weights: Uint8Array | null = tinyWeights()): Promise<string> {
  const input = { slug: tiny.slug, code: tinySolution, weights, label: null, idempotencyKey: randomUUID() };
  return (await submit({ user: student, db: tx, now: new Date() }, input)).id;
}

async function run(
  tx: Db,
  submissionId: string,
  end: { seconds: number; outcome: Outcome; kind?: RunKind; hoursAgo?: number },
) {
  const { seconds, outcome, kind = 'grade', hoursAgo = 0 } = end;
  const finishedAt = new Date(Date.now() - hoursAgo * 3600_000);
  const startedAt = new Date(finishedAt.getTime() - seconds * 1000);
  const points = outcome === 'infra_error' ? null : 1;
  const row = { submissionId, kind, jobId: randomUUID(), startedAt, finishedAt, outcome, points, maxPoints: points };
  await tx.insert(gradingRuns).values(row);
}

const grader = (change = {}) => ({
  name: 'host 1',
  isolate: 'bubblewrap',
  tier: 'S',
  warm: 2,
  startedAt: new Date(),
  seenAt: new Date(),
  ...change,
});

describe('the page of the graders', () => {
  it('is for staff', () =>
    inCourse(async ({ look, student }) => {
      await expect(look(student)).rejects.toThrow(Forbidden);
    }));

  it('counts what waits and runs in every queue, and how long the oldest has waited', () =>
    inCourse(async (course) => {
      const [oldest, active] = [await handIn(course), await handIn(course), await handIn(course)];
      await handIn(course, null);
      await course.tx.execute(sql`update pgboss.job set created_on = now() - interval '90 seconds'
        where data ->> 'submissionId' = ${oldest}`);
      await course.tx.execute(sql`update pgboss.job set state = 'active', created_on = now() - interval '1 hour'
        where data ->> 'submissionId' = ${active}`);
      const { queues, concerns } = await course.look();
      expect(queues.map(({ queue, waiting, running }) => [queue, waiting, running])).toEqual([
        ['grade', 2, 1],
        ['train', 1, 0],
        ['regrade', 0, 0],
        ['verify', 0, 0],
      ]);
      expect(queues.map(({ oldestSeconds }) => oldestSeconds)).toEqual([90, 0, null, null]);
      expect(concerns.map(({ kind }) => kind)).toEqual(['no_grader', 'slow']);
    }));

  it('says how long runs took, by outcome, over a day', () =>
    inCourse(async (course) => {
      const id = await handIn(course);
      for (let seconds = 1; seconds <= 21; seconds++) await run(course.tx, id, { seconds, outcome: 'graded' });
      await run(course.tx, id, { seconds: 500, outcome: 'graded', hoursAgo: 25 });
      await run(course.tx, id, { seconds: 8, outcome: 'timeout', hoursAgo: 23 });
      await run(course.tx, id, { seconds: 60, outcome: 'graded', kind: 'verify' });
      expect((await course.look()).runs).toEqual([
        { kind: 'grade', outcome: 'graded', count: 21, median: 11, p95: 20 },
        { kind: 'grade', outcome: 'timeout', count: 1, median: 8, p95: 8 },
        { kind: 'verify', outcome: 'graded', count: 1, median: 60, p95: 60 },
      ]);
    }));

  it('warns of failures within the hour, not of older ones', () =>
    inCourse(async (course) => {
      await insertGrader(course.tx, grader());
      const id = await handIn(course);
      for (let i = 0; i < 3; i++) await run(course.tx, id, { seconds: 1, outcome: 'infra_error', hoursAgo: 2 });
      for (let i = 0; i < 2; i++) await run(course.tx, id, { seconds: 1, outcome: 'infra_error' });
      expect((await course.look()).concerns).toEqual([]);
      await run(course.tx, id, { seconds: 1, outcome: 'infra_error' });
      expect((await course.look()).concerns).toEqual([{ kind: 'failures', count: 3 }]);
    }));

  it('lists graders that live, the longest first, and warns of one that does not isolate', () =>
    inCourse(async ({ tx, look }) => {
      const hourAgo = new Date(Date.now() - 3600_000);
      await insertGrader(tx, grader({ name: 'young', isolate: 'permission', tier: 'unsafe', warm: 0 }));
      await insertGrader(tx, grader({ name: 'old', startedAt: hourAgo }));
      await insertGrader(tx, grader({ name: 'silent', seenAt: hourAgo }));
      const { graders, concerns } = await look();
      expect(graders.map(({ name, isolate, tier, warm }) => [name, isolate, tier, warm])).toEqual([
        ['old', 'bubblewrap', 'S', 2],
        ['young', 'permission', 'unsafe', 0],
      ]);
      expect(graders[0]?.startedAt).toBe(hourAgo.toISOString());
      expect(concerns).toEqual([{ kind: 'unsafe', graders: 1 }]);
    }));
});

describe('that all is well, it does not say', () => {
  const kinds = ({ concerns }: GradingOverview) => concerns.map(({ kind }) => kind);
  const ready = ({ tx }: Course) => insertGrader(tx, grader());

  it('where a submission has neither a grade nor a job', () =>
    inCourse(async (course) => {
      await ready(course);
      const id = await handIn(course);
      expect(kinds(await course.look())).toEqual([]);
      await course.tx.execute(sql`delete from pgboss.job where data ->> 'submissionId' = ${id}`);
      expect((await course.look()).concerns).toEqual([{ kind: 'forgotten', count: 1 }]);
    }));

  it('where our failures left one without a grade, or without its verification, however long ago', () =>
    inCourse(async (course) => {
      await ready(course);
      const [ungraded, unverified] = [await handIn(course), await handIn(course)];
      await course.tx.execute(sql`delete from pgboss.job`);
      await run(course.tx, ungraded, { seconds: 1, outcome: 'infra_error', hoursAgo: 30 });
      await run(course.tx, unverified, { seconds: 1, outcome: 'graded', hoursAgo: 30 });
      await run(course.tx, unverified, { seconds: 1, outcome: 'infra_error', kind: 'verify', hoursAgo: 29 });
      expect((await course.look()).concerns).toEqual([
        { kind: 'ungraded', count: 1 },
        { kind: 'unverified', count: 1 },
      ]);
    }));

  it('where verifications or regrades have waited for a day', () =>
    inCourse(async (course) => {
      await ready(course);
      for (const queue of ['verify', 'regrade'] as const)
        await sendJob(course.tx, queue, { submissionId: randomUUID() });
      expect(kinds(await course.look())).toEqual([]);
      await course.tx.execute(sql`update pgboss.job set created_on = now() - interval '25 hours'`);
      expect(kinds(await course.look())).toEqual(['behind', 'behind']);
    }));

  it('but a grade that waits for the training of its own student is no concern', () =>
    inCourse(async (course) => {
      await ready(course);
      const active = await handIn(course, null);
      await handIn(course);
      await course.tx.execute(sql`update pgboss.job set created_on = now() - interval '1 hour'`);
      expect(kinds(await course.look())).toEqual(['slow', 'slow']);
      await course.tx.execute(sql`update pgboss.job set state = 'active' where data ->> 'submissionId' = ${active}`);
      expect(kinds(await course.look())).toEqual([]);
    }));
});

describe('what an estimate is made from', () => {
  it('is the time of the newest runs of each queue, however many more the other has had', () =>
    inCourse(async (course) => {
      const { tx, student } = course;
      const trained = await handIn(course, null);
      await run(tx, trained, { seconds: 100, outcome: 'graded', hoursAgo: 3 });
      const quick = await handIn(course);
      for (let i = 0; i < 41; i++) await run(tx, quick, { seconds: 3, outcome: 'graded', hoursAgo: 2 });
      expect((await readQueueFacts(tx, new Date())).recentSeconds).toEqual({ grade: 3, train: 100 });

      // Functions have no weights, and are not trained.
      const { slug } = await insertFunctions(tx);
      const input = { slug, code: functionsSolution, weights: null, label: null, idempotencyKey: 'f' };
      const { id } = await submit({ user: student, db: tx, now: new Date() }, input);
      for (let i = 0; i < 41; i++) await run(tx, id, { seconds: 5, outcome: 'graded', hoursAgo: 1 });
      expect((await readQueueFacts(tx, new Date())).recentSeconds).toEqual({ grade: 5, train: 100 });
    }));

  it('is also what has the place of a training', () =>
    inCourse(async (course) => {
      const { tx } = course;
      await handIn(course);
      await handIn(course, null);
      for (const queue of ['verify', 'regrade'] as const) {
        for (let i = 0; i < 2; i++) await sendJob(tx, queue, { submissionId: randomUUID() });
      }
      await tx.execute(sql`update pgboss.job set state = 'active' where id in (
        select distinct on (name) id from pgboss.job where name in ('verify', 'regrade'))`);
      expect(await readQueueFacts(tx, new Date())).toMatchObject({ live: { grade: 1, train: 1 }, background: 2 });
    }));
});
