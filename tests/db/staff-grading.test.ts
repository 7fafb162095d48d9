import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Db, sql } from '#db/client.ts';
import { finishRun, type RunResult, type RunStart, startRun } from '#db/queries/grading-runs.ts';
import { queueOptions } from '#db/queue.ts';
import { getAssignment } from '#lib/assignments/server.ts';
import type { User } from '#lib/auth/core.ts';
import type { Context } from '#lib/context.ts';
import { Forbidden } from '#lib/errors.ts';
import { getOwnGrades } from '#lib/gradebook/server.ts';
import { sendForgotten } from '#lib/grading/forgotten.ts';
import { closeAbandoned } from '#lib/grading/jobs.ts';
import { getSubmission, submit } from '#lib/grading/server.ts';
import { gradeAgain, listFailures, listUnverified, verifyAgain } from '#lib/grading/staff.ts';
import { connection, rolledBack } from '../support/database.ts';
import { insertPerson, insertTiny, type Tiny, tinySolution, tinyWeights } from '../support/tiny-assignment.ts';

const failed: RunResult = {
  outcome: 'infra_error',
  points: null,
  maxPoints: null,
  publicScore: null,
  improved: null,
  note: null,
  log: null,
  staffNote: 'The disk was full.',
  tests: [],
  metrics: [],
};

async function openRun(tx: Db, start: RunStart): Promise<string> {
  const id = await startRun(tx, start);
  if (id === null) throw new Error('The job has its result.');
  return id;
}

/** Hands in, and lets the job and its run end as a failure of ours. Under the owner's rights, in the caller's transaction. */
async function fail(tx: Db, user: User, slug: string, weights: Uint8Array | null = tinyWeights()): Promise<string> {
  const input = { slug, code: tinySolution, weights, label: null, idempotencyKey: randomUUID() };
  const { id } = await submit({ user, db: tx, now: new Date() }, input);
  const [job] = await tx.execute<{ id: string }>(sql`update pgboss.job
    set state = 'failed', completed_on = now() - interval '1 hour'
    where name in ('grade', 'train') and data ->> 'submissionId' = ${id} returning id`);
  const start = { submissionId: id, kind: 'grade' as const, startedAt: new Date(), isolate: 'x', grader: 'y' };
  const runId = await openRun(tx, { ...start, jobId: job?.id ?? '' });
  await finishRun(tx, runId, new Date(), failed);
  return id;
}

type Course = { tx: Db; tiny: Tiny; staff: User; ann: User; bob: User; asWeb: () => Promise<void> };

/** A course in which nobody else's submission failed; undone in the end. */
async function inCourse(body: (course: Course, as: (user: User) => Context) => Promise<void>): Promise<void> {
  await rolledBack('owner', async (tx, lend) => {
    await tx.execute(sql`update grading_runs set finished_at = 'epoch' where outcome = 'infra_error'`);
    const tiny = await insertTiny(tx, { attempts: 3 });
    const people = {
      staff: await insertPerson(tx, 'assistant'),
      ann: await insertPerson(tx),
      bob: await insertPerson(tx),
    };
    await body({ tx, tiny, ...people, asWeb: () => lend('web') }, (user) => ({ user, db: tx, now: new Date() }));
  });
}

const liveJobs = (tx: Db, ids: string[]) =>
  tx.execute<{ id: string; queue: string; person: string; priority: number; retries: number }>(sql`
    select data ->> 'submissionId' as id, name as queue, group_id as person, priority, retry_limit as retries
    from pgboss.job where state = 'created' and data ->> 'submissionId' in ${ids}
    order by priority desc, data ->> 'submissionId'`);

describe('what our own failures left without a grade', () => {
  it('is listed for staff with its student and the note, and sent again with one press', () =>
    inCourse(async ({ tx, tiny, staff, ann, bob, asWeb }, as) => {
      const ofAnn = await fail(tx, ann, tiny.slug);
      const ofBob = await fail(tx, bob, tiny.slug, null);
      const { total, failures } = await listFailures(as(staff));
      expect(total).toBe(2);
      expect(failures).toContainEqual(
        expect.objectContaining({ id: ofBob, slug: tiny.slug, student: bob.name, note: 'The disk was full.' }),
      );

      await asWeb(); // as the server that shows the page
      expect(await gradeAgain(as(staff))).toBe(2);
      const jobs = await liveJobs(tx, [ofAnn, ofBob]);
      expect(jobs).toHaveLength(2);
      expect(jobs).toContainEqual({
        id: ofAnn,
        queue: 'grade',
        person: ann.id,
        priority: 0,
        retries: queueOptions.retryLimit,
      });
      expect(jobs).toContainEqual({
        id: ofBob,
        queue: 'train',
        person: bob.id,
        priority: 0,
        retries: queueOptions.retryLimit,
      });
      expect(await listFailures(as(staff))).toEqual({ total: 0, failures: [] });

      const audits = await tx.execute<{ actor: string; after: { submissions: string[] } }>(sql`
        select actor_id as actor, after from audit_log where verb = 'grading.again' and actor_id = ${staff.id}`);
      expect(audits).toHaveLength(1);
      expect(audits[0]?.after.submissions.toSorted()).toEqual([ofAnn, ofBob].toSorted());
    }));

  it('is not sent twice, whatever is pressed after it', () =>
    inCourse(async ({ tx, tiny, staff, ann }, as) => {
      const id = await fail(tx, ann, tiny.slug);
      expect(await gradeAgain(as(staff), id)).toBe(1);
      expect(await gradeAgain(as(staff), id)).toBe(0);
      expect(await gradeAgain(as(staff))).toBe(0);
      expect(await liveJobs(tx, [id])).toHaveLength(1);
    }));

  it('is sent alone where only one is asked for', () =>
    inCourse(async ({ tx, tiny, staff, ann, bob }, as) => {
      const [ofAnn, ofBob] = [await fail(tx, ann, tiny.slug), await fail(tx, bob, tiny.slug)];
      expect(await gradeAgain(as(staff), ofAnn)).toBe(1);
      expect((await listFailures(as(staff))).failures.map(({ id }) => id)).toEqual([ofBob]);
    }));

  it('is nothing that has a result, or that is still tried', () =>
    inCourse(async ({ tx, tiny, staff, ann, bob }, as) => {
      const mended = await fail(tx, ann, tiny.slug);
      await gradeAgain(as(staff), mended);
      await finishLive(tx, mended);
      const input = { slug: tiny.slug, code: tinySolution, weights: tinyWeights(), label: null, idempotencyKey: 'k' };
      await submit(as(bob), input);
      expect(await listFailures(as(staff))).toEqual({ total: 0, failures: [] });
      expect(await gradeAgain(as(staff))).toBe(0);
    }));

  it('comes back to staff when it fails again', () =>
    inCourse(async ({ tx, tiny, staff, ann }, as) => {
      const id = await fail(tx, ann, tiny.slug);
      await gradeAgain(as(staff));
      await finishLive(tx, id, failed);
      expect((await listFailures(as(staff))).total).toBe(1);
      expect(await gradeAgain(as(staff))).toBe(1);
    }));

  it('is no business of students', () =>
    inCourse(async ({ tx, tiny, ann }, as) => {
      const id = await fail(tx, ann, tiny.slug);
      await expect(listFailures(as(ann))).rejects.toThrow(Forbidden);
      await expect(gradeAgain(as(ann))).rejects.toThrow(Forbidden);
      await expect(gradeAgain(as(ann), id)).rejects.toThrow(Forbidden);
      expect(await liveJobs(tx, [id])).toEqual([]);
    }));
});

/** Ends the job that waits for a submission, with a run of its own. */
async function finishLive(tx: Db, id: string, result?: RunResult): Promise<void> {
  const [job] = await tx.execute<{ id: string }>(sql`update pgboss.job
    set state = ${result ? 'failed' : 'completed'}, completed_on = now() - interval '1 hour'
    where name = 'grade' and state = 'created' and data ->> 'submissionId' = ${id} returning id`);
  const startedAt = new Date(Date.now() + 1000); // after the run before it
  const start = { submissionId: id, kind: 'grade' as const, startedAt, isolate: 'x', grader: 'y' };
  const runId = await openRun(tx, { ...start, jobId: job?.id ?? '' });
  const graded: RunResult = {
    ...failed,
    outcome: 'graded',
    points: 7,
    maxPoints: 10,
    publicScore: 0.7,
    staffNote: null,
  };
  await finishRun(tx, runId, startedAt, result ?? graded);
}

/** Hands in, is graded with `points`, and the verification ends as a failure of ours. */
async function interrupt(tx: Db, user: User, slug: string, points = 7): Promise<string> {
  const input = { slug, code: tinySolution, weights: tinyWeights(), label: null, idempotencyKey: randomUUID() };
  const { id } = await submit({ user, db: tx, now: new Date() }, input);
  await tx.execute(sql`delete from pgboss.job where data ->> 'submissionId' = ${id}`);
  const start = { submissionId: id, jobId: randomUUID(), startedAt: new Date(), isolate: 'x', grader: 'y' };
  const graded: RunResult = { ...failed, outcome: 'graded', points, maxPoints: 10, publicScore: 0.7, staffNote: null };
  await finishRun(tx, await openRun(tx, { ...start, kind: 'grade' }), new Date(), graded);
  await finishRun(tx, await openRun(tx, { ...start, jobId: randomUUID(), kind: 'verify' }), new Date(), failed);
  return id;
}

const verifications = (tx: Db, id: string) =>
  tx.execute(
    sql`select id from pgboss.job where name = 'verify' and state = 'created' and data ->> 'submissionId' = ${id}`,
  );

describe('a verification that our own failures kept from its end', () => {
  it('is listed for staff with the note, and run again with one press', () =>
    inCourse(async ({ tx, tiny, staff, ann, bob, asWeb }, as) => {
      const [ofAnn, ofBob] = [await interrupt(tx, ann, tiny.slug), await interrupt(tx, bob, tiny.slug)];
      await asWeb();
      const { total, unverified } = await listUnverified(as(staff));
      expect(total).toBe(2);
      expect(unverified).toContainEqual(
        expect.objectContaining({ id: ofAnn, slug: tiny.slug, student: ann.name, note: 'The disk was full.' }),
      );
      expect(await verifyAgain(as(staff), ofAnn)).toBe(1);
      expect((await listUnverified(as(staff))).unverified.map(({ id }) => id)).toEqual([ofBob]);
      expect(await verifyAgain(as(staff))).toBe(1);
      expect(await verifyAgain(as(staff))).toBe(0);
      for (const id of [ofAnn, ofBob]) expect(await verifications(tx, id)).toHaveLength(1);
      expect(await listUnverified(as(staff))).toEqual({ total: 0, unverified: [] });
    }));

  it('matters for the submission that counts, as long as staff have not set the grade', () =>
    inCourse(async ({ tx, tiny, staff, ann, bob }, as) => {
      await interrupt(tx, ann, tiny.slug, 7);
      const better = await interrupt(tx, ann, tiny.slug, 8);
      await interrupt(tx, bob, tiny.slug, 0);
      expect((await listUnverified(as(staff))).unverified.map(({ id }) => id)).toEqual([better]);
      await tx.execute(sql`insert into grade_overrides (user_id, slug, points, reason, created_at, created_by)
        values (${ann.id}, ${tiny.slug}, 5, 'looked at', ${new Date(Date.now() + 1000).toISOString()}, ${staff.id})`);
      expect((await listUnverified(as(staff))).total).toBe(0);
    }));

  it('is one too where it killed its graders', () =>
    inCourse(async ({ tx, tiny, staff, ann }, as) => {
      const id = await interrupt(tx, ann, tiny.slug);
      await verifyAgain(as(staff));
      const [job] = await tx.execute<{ id: string }>(sql`update pgboss.job
        set state = 'failed', completed_on = now() - interval '1 hour'
        where name = 'verify' and data ->> 'submissionId' = ${id} returning id`);
      const start = { submissionId: id, kind: 'verify' as const, startedAt: new Date(), isolate: 'x', grader: 'y' };
      await openRun(tx, { ...start, jobId: job?.id ?? '' });
      await closeAbandoned({ db: tx, now: () => new Date(Date.now() + 1000) });
      const [row] = (await listUnverified(as(staff))).unverified;
      expect(row).toMatchObject({ id, note: expect.stringContaining('fell silent') });
      expect(await getSubmission(as(ann), id)).toMatchObject({ outcome: 'graded', points: 7 });
    }));

  it('is no business of students', () =>
    inCourse(async ({ tx, tiny, ann }, as) => {
      const id = await interrupt(tx, ann, tiny.slug);
      await expect(listUnverified(as(ann))).rejects.toThrow(Forbidden);
      await expect(verifyAgain(as(ann), id)).rejects.toThrow(Forbidden);
      expect(await verifications(tx, id)).toEqual([]);
    }));
});

describe('for its student, a submission sent again', () => {
  it('waits once more, counts as an attempt, and is graded', () =>
    inCourse(async ({ tx, tiny, staff, ann }, as) => {
      const id = await fail(tx, ann, tiny.slug);
      const used = async () => (await getAssignment(as(ann), tiny.slug)).policy.attempts.used;
      const cell = async () => {
        const { grades } = await getOwnGrades(as(ann));
        return grades.find(({ item }) => item.slug === tiny.slug)?.cell;
      };
      expect(await getSubmission(as(ann), id)).toMatchObject({ outcome: 'infra_error', queue: null });
      expect(await used()).toBe(0);

      await gradeAgain(as(staff));
      const waiting = await getSubmission(as(ann), id);
      expect(waiting).toMatchObject({ outcome: null, gradedAt: null, running: false });
      expect(waiting.queue?.position).toBeGreaterThanOrEqual(1);
      expect(await used()).toBe(1);
      expect(await cell()).toMatchObject({ state: 'submitted', points: null });

      await finishLive(tx, id);
      expect(await getSubmission(as(ann), id)).toMatchObject({ outcome: 'graded', points: 7, queue: null });
      expect(await cell()).toMatchObject({ state: 'graded', points: 7 });
    }));

  it('is not closed as abandoned because its first job was', () =>
    inCourse(async ({ tx, tiny, staff, ann }, as) => {
      const id = await fail(tx, ann, tiny.slug);
      await gradeAgain(as(staff));
      await closeAbandoned({ db: tx, now: () => new Date() });
      expect(await getSubmission(as(ann), id)).toMatchObject({ outcome: null });
      expect(await liveJobs(tx, [id])).toHaveLength(1);
    }));
});

describe('a submission with neither a result nor a job', () => {
  const now = () => new Date();

  /** Every page, of a few submissions each. */
  async function lookAtAll(tx: Db): Promise<void> {
    let after = await sendForgotten({ db: tx, now }, null, 3);
    while (after !== null) after = await sendForgotten({ db: tx, now }, after, 3);
  }

  async function lose(tx: Db, user: User, slug: string, weights: Uint8Array | null = tinyWeights()): Promise<string> {
    const input = { slug, code: tinySolution, weights, label: null, idempotencyKey: randomUUID() };
    const { id } = await submit({ user, db: tx, now: now() }, input);
    await tx.execute(sql`delete from pgboss.job where data ->> 'submissionId' = ${id}`);
    return id;
  }

  it('is sent to the graders again, once', () =>
    inCourse(async ({ tx, tiny, ann, bob }, as) => {
      const lost = [
        await lose(tx, ann, tiny.slug),
        await lose(tx, ann, tiny.slug),
        await lose(tx, bob, tiny.slug, null),
      ] as const;
      await lookAtAll(tx);
      await lookAtAll(tx);
      const jobs = await liveJobs(tx, [...lost]);
      expect(jobs.map(({ id, queue, person }) => [id, queue, person]).toSorted()).toEqual(
        [
          [lost[0], 'grade', ann.id],
          [lost[1], 'grade', ann.id],
          [lost[2], 'train', bob.id],
        ].toSorted(),
      );
      const audits = await tx.execute<{ after: { submissions: string[] } }>(sql`
        select after from audit_log where verb = 'grading.again' and actor_id is null and at > now() - interval '1 minute'`);
      expect(audits.flatMap(({ after }) => after.submissions)).toEqual(expect.arrayContaining([...lost]));
      expect(await getSubmission(as(bob), lost[2])).toMatchObject({ outcome: null, running: false });
    }));

  it('is none that waits, that was graded, or whose failure staff are told of', () =>
    inCourse(async ({ tx, tiny, ann, bob }, as) => {
      const input = { slug: tiny.slug, code: tinySolution, weights: tinyWeights(), label: null, idempotencyKey: 'k' };
      const waits = (await submit(as(bob), input)).id;
      const raised = await fail(tx, ann, tiny.slug);
      const graded = await interrupt(tx, ann, tiny.slug);
      await lookAtAll(tx);
      expect((await liveJobs(tx, [waits, raised, graded])).map(({ id }) => id)).toEqual([waits]);
    }));

  it('is sent once by two graders at the same time', async () => {
    const owner = connection('owner').db;
    const { slug } = await insertTiny(owner);
    const student = await insertPerson(owner);
    const id = await owner.transaction((tx) => lose(tx, student, slug));
    const db = connection('grader').db;
    await Promise.all([1, 2, 3].map(() => sendForgotten({ db, now }, null, 10_000)));
    expect(await liveJobs(owner, [id])).toHaveLength(1);
  });
});

describe('two of staff at once', () => {
  let staff: User;
  let id: string;
  beforeAll(async () => {
    const owner = connection('owner').db;
    const { slug } = await insertTiny(owner);
    staff = await insertPerson(owner, 'instructor');
    const student = await insertPerson(owner);
    id = await owner.transaction((tx) => fail(tx, student, slug));
  });

  it('send it once', async () => {
    const ctx = { user: staff, db: connection('web').db, now: new Date() };
    const sent = await Promise.all([gradeAgain(ctx, id), gradeAgain(ctx, id), gradeAgain(ctx, id)]);
    expect(sent.toSorted()).toEqual([0, 0, 1]);
    expect(await liveJobs(connection('owner').db, [id])).toHaveLength(1);
  });
});
