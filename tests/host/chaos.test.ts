import { afterAll, beforeAll, expect, test } from 'vitest';
import { sql } from '#db/client.ts';
import { lockLadder } from '#db/queries/ladder.ts';
import { audit } from '../support/chaos/audit.ts';
import { wreak } from '../support/chaos/chaos.ts';
import { type ChaosCourse, graderName, openChaosCourse, orderOf } from '../support/chaos/course.ts';
import { stopInMidRun } from '../support/chaos/stop.ts';
import { processesOf } from '../support/host.ts';
import { insertTiny } from '../support/tiny-assignment.ts';

const patience = { timeout: 60_000, interval: 100 };
const never = new AbortController().signal;
let course: ChaosCourse | undefined;

beforeAll(async () => {
  course = await openChaosCourse({ graders: 2, students: 8 });
});

const opened = () => {
  if (!course) throw new Error('The course did not open.');
  return course;
};

afterAll(() => course?.stop());

test('a grader that is stopped while it stores a result holds nobody up, and changes nothing later', async () => {
  const course = opened();
  const { owner } = course;
  const person = await course.enrol();
  const tiny = await insertTiny(owner.db);
  const order = orderOf(tiny.slug, person);
  const count = async (what: ReturnType<typeof sql>) => {
    const [row] = await owner.db.execute<{ n: number }>(sql`select count(*)::int as n from ${what}`);
    return row?.n;
  };
  const session = sql`pg_stat_activity where application_name = 'course grader' and`;
  const stopped = await owner.db.transaction(async (tx) => {
    // Its last transaction waits for us: so it is in the middle of that when the signal comes.
    await lockLadder(tx, { userId: person.id, versionId: tiny.versionId });
    await course.submit(order, never);
    await expect.poll(() => count(sql`${session} wait_event_type = 'Lock'`), patience).toBe(1);
    return stopInMidRun(course, never);
  });
  await expect.poll(() => count(sql`${session} state = 'idle in transaction'`), patience).toBe(1);
  const result = sql`grading_runs where job_id = ${stopped?.jobId} and outcome = 'graded'`;
  await expect.poll(() => count(result), patience).toBe(1);
  stopped?.goOn();
  await course.graders.find(({ pid }) => graderName(pid()) === stopped?.name)?.ready();
  const unsettled = sql`pgboss.job where name = 'grade' and state < 'completed'`;
  await expect.poll(() => count(unsettled), patience).toBe(0);
  expect(await audit(course, [tiny.slug], new Map([[order.key, order]]))).toMatchObject({
    ...{ graded: 1, twice: 0, wrong: 0, open: 0 },
  });
});

test('whatever is killed, every submission is graded exactly once', async () => {
  const { times, cutShort, ...fate } = await wreak(opened(), {
    submissions: 20,
    kills: ['grader', 'database', 'web', 'grader', 'web', 'grader'],
    stops: 1,
    seed: 1,
  });
  expect(fate).toEqual({ accepted: 20, graded: 20, lost: 0, twice: 0, wrong: 0, open: 0, waiting: 0 });
  expect(times).toHaveLength(20);
  expect(cutShort).toBeGreaterThan(0);
});

test('nothing of it is left', async () => {
  const { folder, stop } = opened();
  course = undefined;
  await stop();
  await expect.poll(() => processesOf(folder), { timeout: 60_000 }).toEqual([]);
});
