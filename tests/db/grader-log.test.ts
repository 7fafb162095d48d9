import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import type { User } from '#lib/auth/core.ts';
import type { GraderTools } from '#lib/grading/jobs.ts';
import { openGraderLog } from '#lib/grading/log.ts';
import { getSubmission, submit } from '#lib/grading/server.ts';
import type { SubmitInput } from '#lib/grading/submission.ts';
import { watchSubmission } from '#lib/grading/watch.ts';
import { runGrader } from '#lib/grading/worker.ts';
import { connection, databaseUrls } from '../support/database.ts';
import { insertPerson, insertTiny, type Tiny, tinySolution } from '../support/tiny-assignment.ts';

/** In everything that a student can write, and in who he is. */
const marker = 'cormorant';

const lineSchema = z.object({
  level: z.string(),
  time: z.iso.datetime(),
  msg: z.string(),
  runId: z.uuid(),
  submissionId: z.uuid(),
  jobId: z.uuid(),
  kind: z.string(),
  outcome: z.string(),
  isolate: z.string(),
  tier: z.string(),
  took: z.record(z.string(), z.int()).optional(),
});

const lines: string[] = [];
const log = openGraderLog('debug', { write: (line) => void lines.push(line) });
const stop = new AbortController();
let grader: Promise<void>;
let tiny: Tiny;
let student: User;

beforeAll(async () => {
  const owner = connection('owner').db;
  tiny = await insertTiny(owner, { attempts: 100 });
  student = await insertPerson(owner, 'student', `A. ${marker}`);
  const ready = Promise.withResolvers<void>();
  const { grader: databaseUrl } = databaseUrls();
  grader = runGrader({ databaseUrl, signal: stop.signal, onReady: ready.resolve, ...log });
  await Promise.race([ready.promise, grader]);
});

afterAll(async () => {
  stop.abort();
  await grader;
});

const ctx = () => ({ user: student, db: connection('web').db, now: new Date() });

async function graded(code: string, change: Partial<SubmitInput> = {}) {
  const input = { slug: tiny.slug, code, weights: null, label: `run ${marker}`, idempotencyKey: randomUUID() };
  const { id } = await submit(ctx(), { ...input, ...change });
  const { client } = connection('web');
  const listen = async (fn: (id: string) => void) => (await client.listen('submission', fn)).unlisten;
  const watch = { listen, signal: AbortSignal.timeout(50_000), everyMs: 1000 };
  for await (const view of watchSubmission(ctx(), id, watch)) {
    if (!view.outcome) continue;
    // The grader logs once the grade is stored: the student may have read it by then.
    await expect.poll(() => linesOf(id)).not.toEqual([]);
    return view;
  }
  throw new Error(`Submission ${id} was not graded in time.`);
}

const linesOf = (submissionId: string) => lines.filter((line) => line.includes(submissionId));

it('a run is one line of JSON without a word of the student', async () => {
  const view = await graded(
    tinySolution.replace('training by hand', marker).replace('model:', `/* ${marker} */ model:`),
  );
  expect(view.log).toContain(marker); // what the student printed did come this far
  const [line = '', ...more] = linesOf(view.id);
  expect(more).toEqual([]);
  const run = lineSchema.parse(JSON.parse(line));
  expect(run).toMatchObject({ level: 'info', msg: 'run', submissionId: view.id, kind: 'grade', outcome: 'graded' });
  expect(Object.keys(run.took ?? {}).length).toBeGreaterThan(1);
});

it("a student's error is an outcome, and its words stay with the student", async () => {
  const view = await graded(`throw new Error('${marker}');\n${tinySolution}`);
  expect(view.note?.detail).toContain(marker);
  expect(linesOf(view.id).map((line) => lineSchema.parse(JSON.parse(line)).outcome)).toEqual(['student_error']);
});

it('a failure of ours is logged by its place, though its message quotes the student', async () => {
  const { id } = await submit(ctx(), {
    slug: tiny.slug,
    code: tinySolution,
    weights: null,
    label: marker,
    idempotencyKey: 'f',
  });
  expect((await getSubmission(ctx(), id)).outcome).toBeNull();
  const failing: Pick<GraderTools, 'onFailure'> = log;
  const error = new Error(`could not store ${marker}`);
  const run = {
    runId: randomUUID(),
    submissionId: id,
    jobId: randomUUID(),
    kind: 'grade',
    isolate: 'x',
    tier: 'S',
  } as const;
  failing.onFailure({ ...run, end: 'tried_again' }, error);
  log.onError(error);
  expect(lines.at(-2)).toContain('"outcome":"tried_again"');
  expect(lines.at(-1)).toContain('grader-log.test.ts');
});

it('nothing that was logged names the student or quotes what they wrote', () => {
  expect(lines.length).toBeGreaterThan(3);
  for (const said of [marker, student.email, 'createModel']) expect(lines.join('')).not.toContain(said);
});
