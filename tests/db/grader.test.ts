import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sql } from '#db/client.ts';
import { startRun } from '#db/queries/grading-runs.ts';
import type { User } from '#lib/auth/core.ts';
import type { Context } from '#lib/context.ts';
import { getOwnGrades } from '#lib/gradebook/server.ts';
import type { LayerLimits } from '#lib/grading/core/layers.ts';
import type { SubmissionView } from '#lib/grading/core/view.ts';
import { readHealth } from '#lib/grading/health.ts';
import { getSubmission, listGradingRuns, submit } from '#lib/grading/server.ts';
import { listDisagreements } from '#lib/grading/staff.ts';
import type { SubmitInput } from '#lib/grading/submission.ts';
import { watchSubmission } from '#lib/grading/watch.ts';
import { runGrader } from '#lib/grading/worker.ts';
import { encode } from '#lib/harness/safetensors.ts';
import { submissionSchema } from '../../app/api/v1/schemas.ts';
import { connection, databaseUrls } from '../support/database.ts';
import {
  hiddenDigits,
  insertPerson,
  insertTiny,
  type Tiny,
  tinyManifest,
  tinySolution,
  tinyWeights,
} from '../support/tiny-assignment.ts';

/** A real grader, in this process, with real sandboxes. */
const stop = new AbortController();
const errors: unknown[] = [];
let grader: Promise<void>;
let tiny: Tiny;
let student: User;
let staff: User;

beforeAll(async () => {
  const owner = connection('owner').db;
  tiny = await insertTiny(owner, { attempts: 100 });
  student = await insertPerson(owner);
  staff = await insertPerson(owner, 'instructor');
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
  expect((await readHealth(as(student))).graders).toBe(0);
});

const as = (user: User): Context => ({ user, db: connection('web').db, now: new Date() });

async function graded(change: Partial<SubmitInput> = {}, user = student): Promise<SubmissionView> {
  const { id } = await submit(as(user), {
    slug: tiny.slug,
    code: tinySolution,
    weights: tinyWeights(),
    label: null,
    idempotencyKey: randomUUID(),
    ...change,
  });
  return settled(id, user);
}

async function settled(id: string, user: User): Promise<SubmissionView> {
  const { client } = connection('web');
  const listen = async (fn: (id: string) => void) => (await client.listen('submission', fn)).unlisten;
  const watch = { listen, signal: AbortSignal.timeout(50_000), everyMs: 1000 };
  let last: SubmissionView | undefined;
  for await (const view of watchSubmission(as(user), id, watch)) last = submissionSchema.parse(view);
  if (!last?.outcome) throw new Error(`Submission ${id} was not graded in time.`);
  return last;
}

/** A student's file whose model is the tiny one, with something else before or after it. */
const withModel = (before: string, after = '') => `${before}\n${tinySolution}\n${after}`;

describe('a grade', () => {
  it('from uploaded weights is full where every row is right', async () => {
    const view = await graded();
    expect(view).toMatchObject({ outcome: 'graded', points: 10, maxPoints: 10, note: null, trainedByServer: false });
    expect(view.score).toEqual({ public: 1, private: null });
    expect(view.tests.map((test) => test.message)).toEqual([
      'The model has 6 parameters; at most 20 are allowed.',
      'Accuracy on the private test data is at least 0.95: full points. Accuracy is the share of examples that are given their class.',
    ]);
  });

  it('comes from the weights and not from what the code would train', async () => {
    const view = await graded({ weights: tinyWeights(-1) }, await insertPerson(connection('owner').db));
    expect(view).toMatchObject({ outcome: 'graded', points: 1, score: { public: 0 }, improved: true });
  });

  it('comes from training on the server where there are no weights', async () => {
    const view = await graded({ weights: null });
    expect(view).toMatchObject({ outcome: 'graded', points: 10, trainedByServer: true });
    expect(view.log).toContain('training by hand');
  });

  it('is news where it comes after the student has gone on to something else', async () => {
    const { id: atOnce } = await graded();
    const early = { ...as(student), now: new Date(Date.now() - 90_000) };
    const input = { slug: tiny.slug, code: tinySolution, weights: tinyWeights(), label: null, idempotencyKey: 'early' };
    const { id } = await submit(early, input);
    await settled(id, student);
    const hrefs = await connection('owner').db.execute<{ href: string; title: string }>(sql`select e.href, e.title
      from notices n join events e on e.id = n.event_id where n.user_id = ${student.id}`);
    const mine = hrefs.filter(({ href }) => href.includes(id) || href.includes(atOnce));
    expect(mine).toEqual([
      {
        href: `/assignments/${tiny.slug}/submissions/${id}`,
        title: expect.stringMatching(/is graded: 10 of 10 points$/),
      },
    ]);
  });

  it('is given once, however often its job is delivered', async () => {
    const { id } = await graded();
    const owner = connection('owner').db;
    await owner.execute(sql`update pgboss.job set state = 'created', completed_on = null, started_on = null
      where name = 'grade' and data ->> 'submissionId' = ${id}`);
    await expect
      .poll(
        async () => {
          const [job] = await owner.execute<{ state: string }>(
            sql`select state::text from pgboss.job where name = 'grade' and data ->> 'submissionId' = ${id}`,
          );
          return job?.state;
        },
        { timeout: 20_000 },
      )
      .toBe('completed');
    const runs = await listGradingRuns(as(staff), id);
    expect(runs.filter((run) => run.kind === 'grade')).toHaveLength(1);
    // What held the student's code is on record; nobody insisted on grading without.
    expect(runs[0]).toMatchObject({ isolate: expect.any(String), tier: expect.stringMatching(/^(S|A|demo)$/) });
  });

  it('comes from another grader where the first was killed, however often that was before', async () => {
    const person = await insertPerson(connection('owner').db);
    // What a grader leaves that dies in the middle: an active job whose heart stopped, and a run without an end.
    const id = await connection('owner').db.transaction(async (tx) => {
      const ctx = { user: person, db: tx, now: new Date() };
      const input = { slug: tiny.slug, code: tinySolution, weights: tinyWeights(), label: null, idempotencyKey: 'k' };
      const view = await submit(ctx, input);
      const [job] = await tx.execute<{ id: string }>(sql`update pgboss.job
        set state = 'active', started_on = now() - interval '1 minute', heartbeat_on = now() - interval '1 minute',
          retry_count = 5
        where name = 'grade' and data ->> 'submissionId' = ${view.id} returning id`);
      const startedAt = new Date(Date.now() - 60_000);
      const lost = {
        submissionId: view.id,
        kind: 'grade' as const,
        jobId: job?.id ?? '',
        isolate: 'x',
        grader: 'dead',
      };
      await startRun(tx, { ...lost, startedAt });
      return view.id;
    });
    expect(await settled(id, person)).toMatchObject({ outcome: 'graded', points: 10 });
    const runs = (await listGradingRuns(as(staff), id)).filter((run) => run.kind === 'grade');
    expect(runs.map((run) => run.outcome)).toEqual(['graded', 'infra_error']);
    expect(runs[1]).toMatchObject({ grader: 'dead', points: null, staffNote: expect.stringContaining('fell silent') });
  });

  it('comes where the job was lost', async () => {
    const person = await insertPerson(connection('owner').db);
    const id = await connection('owner').db.transaction(async (tx) => {
      const input = { slug: tiny.slug, code: tinySolution, weights: tinyWeights(), label: null, idempotencyKey: 'k' };
      const view = await submit({ user: person, db: tx, now: new Date() }, input);
      await tx.execute(sql`delete from pgboss.job where data ->> 'submissionId' = ${view.id}`);
      return view.id;
    });
    expect(await settled(id, person)).toMatchObject({ outcome: 'graded', points: 10 });
  });

  it('that fails by an error of ours is tried four times, then raised to staff', async () => {
    const owner = connection('owner').db;
    const broken = await insertTiny(owner);
    await owner.execute(sql`update hidden.splits set inputs = 'no gzip' where version_id = ${broken.versionId}`);
    const person = await insertPerson(owner);
    const id = await owner.transaction(async (tx) => {
      const input = { slug: broken.slug, code: tinySolution, weights: tinyWeights(), label: null, idempotencyKey: 'k' };
      const view = await submit({ user: person, db: tx, now: new Date() }, input);
      await tx.execute(sql`update pgboss.job set retry_backoff = false where data ->> 'submissionId' = ${view.id}`);
      return view.id;
    });
    expect(await settled(id, person)).toMatchObject({ outcome: 'infra_error', points: null, note: null });
    const runs = await listGradingRuns(as(staff), id);
    expect(runs.map((run) => run.outcome)).toEqual(Array(4).fill('infra_error'));
    for (const run of runs) expect(run.staffNote).toContain('incorrect header check');
  });

  it('of a model over the limit is zero, with the reason', async () => {
    const code = tinySolution
      .replace('units: 2, inputShape', 'units: 2, inputShape')
      .replace('layers: [', 'layers: [tf.layers.dense({ units: 20, inputShape: [2] }), ');
    const view = await graded({ code, weights: null });
    expect(view).toMatchObject({ outcome: 'graded', points: 0, note: { code: 'too_many_parameters' } });
    expect(view.tests[1]?.message).toContain('more parameters than the assignment allows');
  });
});

describe('a limit on layers', () => {
  const deep = tinySolution.replace(
    'tf.layers.dense({ units: 2, inputShape: [2] })',
    "tf.layers.dense({ units: 2, inputShape: [2] }), tf.layers.softmax({ name: 'odds' })",
  );
  const limited = (layers: LayerLimits) =>
    insertTiny(connection('owner').db, {
      limits: { parameters: 20, layers, trainSeconds: 30, predictSeconds: 10, memoryMiB: 1024 },
    });

  it.each<[LayerLimits, string]>([
    [{ most: 1 }, 'The model has 2 layers, odds (Softmax) being the first too many; at most 1 are allowed.'],
    [{ kinds: ['Dense', 'ReLU'] }, 'The layer odds is of the kind Softmax; allowed here: Dense, ReLU.'],
  ])('%j gives nothing beyond it, and says which layer', async (layers, detail) => {
    const { slug } = await limited(layers);
    expect(await graded({ slug })).toMatchObject({ outcome: 'graded', points: 10 });
    for (const weights of [null, tinyWeights()]) {
      const view = await graded({ slug, code: deep, weights });
      expect(view).toMatchObject({ outcome: 'graded', points: 0, note: { code: 'layers_over_limit', detail } });
      expect(view.tests[1]?.message).toContain(detail);
    }
  });

  it('is kept on the model that is graded, whatever the code says of it', async () => {
    const { slug } = await limited({ most: 1 });
    const liar = deep.replace(
      'export function createModel() {',
      `
      const push = Array.prototype.push;
      Array.prototype.push = function (...items) {
        return items[0]?.kind === 'Softmax' ? this.length : Reflect.apply(push, this, items);
      };
      export function createModel() {`,
    );
    expect(await graded({ slug, code: liar })).toMatchObject({ points: 0, note: { code: 'layers_over_limit' } });
    // Names in its description are text in a text, and may spell what no database can keep.
    const named = `${liar}
      const stringify = JSON.stringify;
      JSON.stringify = (...args) => stringify(...args)?.replaceAll('odds', 'o\\\\u0000dds');`;
    const detail = expect.stringContaining('o\ufffddds (Softmax)');
    expect(await graded({ slug, code: named })).toMatchObject({ note: { code: 'layers_over_limit', detail } });
  });
});

describe('changed hidden inputs', () => {
  const tests = tinyManifest.tests.concat(
    { kind: 'permutation', name: 'Order', points: 3, outputs: 'permuted' },
    { kind: 'causality', name: 'Future', points: 2 },
  );
  const weights = (...matrix: number[]) =>
    encode([
      { name: 'w0', dtype: 'F32', shape: [2, 2], data: Float32Array.from(matrix) },
      { name: 'w1', dtype: 'F32', shape: [2], data: new Float32Array(2) },
    ]);

  it('are what a right model passes and another does not, and the student learns which and no number', async () => {
    const { slug } = await insertTiny(connection('owner').db, { tests });
    const gained = async (...matrix: number[]) => {
      const view = await graded({ slug, weights: weights(...matrix) });
      expect(view).toMatchObject({ outcome: 'graded', maxPoints: 15 });
      return view.tests.slice(2);
    };
    const order =
      'On the hidden data, inputs with their positions in another order should get their outputs in that order';
    const future = 'On the hidden data, inputs changed from some position on should keep the outputs before it';
    expect(await gained(1, 0, 0, 1)).toMatchObject([
      { name: 'Order', points: 3, message: `${order}: they do.` },
      { name: 'Future', points: 2, message: `${future}: they do.` },
    ]);
    // The second output of twice the first is still right, and no longer treated alike.
    expect(await gained(1, 0, 0, 2)).toMatchObject([{ points: 0, message: `${order}: they do not.` }, { points: 2 }]);
    // The first output takes the second input into account.
    expect(await gained(1, 0.5, 0.5, 1)).toMatchObject([
      { points: 3 },
      { points: 0, message: `${future}: they do not.` },
    ]);
  });
});

describe('the public score', () => {
  it('rises where a gain is measurable, and a worse submission leaves it and the grade alone', async () => {
    const person = await insertPerson(connection('owner').db);
    const first = await graded({ weights: tinyWeights(-1) }, person);
    const better = await graded({}, person);
    const worse = await graded({ weights: tinyWeights(-1) }, person);
    expect(first).toMatchObject({ score: { public: 0 }, improved: true, points: 1 });
    expect(better).toMatchObject({ score: { public: 1, private: null }, improved: true, points: 10 });
    expect(worse).toMatchObject({ score: { public: 1, private: null }, improved: false, points: 1 });
    const { grades } = await getOwnGrades(as(person));
    expect(grades.find(({ item }) => item.slug === tiny.slug)?.cell).toMatchObject({ points: 10 });
    // The exact value is kept where only the grader looks.
    const [kept] = await connection('owner').db.execute<{ value: number }>(sql`select m.value from hidden.metrics m
      join grading_runs r on r.id = m.run_id where r.submission_id = ${worse.id} and m.split = 'public'`);
    expect(kept?.value).toBe(0);
  });

  it('is one ladder a student, however many results come at once', async () => {
    const person = await insertPerson(connection('owner').db);
    const all = await Promise.all([-1, 1, -1, 1].map((sign) => graded({ weights: tinyWeights(sign) }, person)));
    expect(all.filter((view) => view.improved && view.score.public === 1)).toHaveLength(1);
    const shown = all.toSorted((a, b) => (a.gradedAt ?? '').localeCompare(b.gradedAt ?? '')).map((v) => v.score.public);
    expect(shown).toEqual(shown.toSorted());
  });

  it('of something that was not measured moves nothing', async () => {
    const person = await insertPerson(connection('owner').db);
    await graded({}, person);
    expect(await graded({ code: 'export const x = 1;' }, person)).toMatchObject({
      score: { public: null },
      improved: null,
    });
  });
});

describe('what goes wrong for the student', () => {
  it.each([
    ['a syntax error', 'export function (', { outcome: 'student_error', note: { code: 'syntax_error', line: 1 } }],
    ['no createModel', 'export const x = 1;', { outcome: 'student_error', note: { code: 'missing_export' } }],
    ['an error', withModel('throw new Error("my own words");'), { outcome: 'student_error', note: { code: 'threw' } }],
    ['an early exit', withModel('process.exit(0);'), { outcome: 'student_error' }],
  ])('%s is a zero with a reason', async (_what, code, expected) => {
    const view = await graded({ code });
    expect(view).toMatchObject({ ...expected, points: 0 });
    expect(view.tests.every((test) => !test.passed && test.message.startsWith('Not measured.'))).toBe(true);
  });

  it('weights of another model do not fit', async () => {
    const code = tinySolution.replace('units: 2', 'units: 2, useBias: false');
    expect(await graded({ code })).toMatchObject({ outcome: 'student_error', note: { code: 'weights_mismatch' } });
  });

  it('a layer of their own is refused by name', async () => {
    const code = `import * as tf from '@tensorflow/tfjs';
      class Mine extends tf.layers.Layer { static className = 'Mine'; call(x) { return x; } }
      tf.serialization.registerClass(Mine);
      export function createModel() {
        return tf.sequential({ layers: [tf.layers.dense({ units: 2, inputShape: [2] }), new Mine({})] });
      }
      export async function train() {}`;
    const view = await graded({ code });
    expect(view).toMatchObject({ outcome: 'student_error', note: { code: 'layer_not_allowed' } });
    expect(view.note?.detail).toContain('Mine');
  });

  it('an endless loop is a timeout', async () => {
    const own = await insertTiny(connection('owner').db, {
      train: 'server',
      limits: { parameters: 20, trainSeconds: 2, predictSeconds: 10, memoryMiB: 1024 },
    });
    const code = tinySolution.replace("console.log('training by hand');", 'for (;;) {}');
    expect(await graded({ slug: own.slug, code })).toMatchObject({ outcome: 'timeout', points: 0 });
  });
});

describe('hidden data', () => {
  it('never meets student code, and nothing of it comes out', async () => {
    // Tries every object in reach of student code, at every moment it has, and says what it sees.
    const code = `import * as tf from '@tensorflow/tfjs';
      const peek = (what) => { try { console.log(what, JSON.stringify(Object.keys(globalThis)), String(process.argv)); } catch {} };
      const spy = { apply: (target, self, args) => {
        for (const each of args) if (each?.dataSync) console.log('saw', Array.from(each.dataSync()).slice(0, 8).join());
        return Reflect.apply(target, self, args);
      } };
      export function createModel() {
        peek('build');
        tf.LayersModel.prototype.predict = new Proxy(tf.LayersModel.prototype.predict, spy);
        const model = tf.sequential({ layers: [tf.layers.dense({ units: 2, inputShape: [2] })] });
        model.predict = new Proxy(model.predict, spy);
        return model;
      }
      export async function train(model, data) {
        peek('train');
        console.log('x', Array.from(data.train.x.dataSync()).slice(0, 4).join());
        model.setWeights([tf.tensor2d([[1, 0], [0, 1]]), tf.tensor1d([0, 0])]);
      }`;
    const trained = await graded({ code, weights: null });
    expect(trained).toMatchObject({ outcome: 'graded', points: 10 });
    expect(trained.log).toContain('train');
    for (const view of [trained, await graded({ code })]) {
      const all = JSON.stringify([await getSubmission(as(staff), view.id), await listGradingRuns(as(staff), view.id)]);
      expect(all).not.toMatch(hiddenDigits);
    }
  });
});

describe('verification', () => {
  const verification = async (id: string) => {
    const find = async () => (await listGradingRuns(as(staff), id)).find((run) => run.kind === 'verify' && run.outcome);
    await expect.poll(find, { timeout: 40_000, interval: 200 }).toBeTruthy();
    return find();
  };

  it('agrees with weights that the code does train', async () => {
    const person = await insertPerson(connection('owner').db);
    const { id } = await graded({}, person);
    expect((await verification(id))?.staffNote).toMatch(/^Verified: the server's own training reached 1.000/);
  });

  it('leaves word for staff where the code does not, and nothing for the student', async () => {
    const person = await insertPerson(connection('owner').db);
    const code = tinySolution.replace('[[1, 0], [0, 1]]', '[[0, 1], [1, 0]]');
    const before = await graded({ code }, person);
    expect(before.points).toBe(10);
    expect((await verification(before.id))?.staffNote).toMatch(/^Not reproduced/);
    expect(await getSubmission(as(person), before.id)).toEqual(before);
  });

  it('leaves word too where training throws what no database can keep', async () => {
    const person = await insertPerson(connection('owner').db);
    const code = tinySolution.replace("console.log('training by hand');", "throw new Error('\\0');");
    const { id, points } = await graded({ code }, person);
    expect(points).toBe(10);
    expect(await verification(id)).toMatchObject({ outcome: 'student_error', note: { detail: 'Error: \ufffd' } });
    const { disagreements } = await listDisagreements(as(staff));
    expect(disagreements).toContainEqual(
      expect.objectContaining({ id, note: expect.stringMatching(/^Not reproduced/) }),
    );
  });
});

it('the grader is seen by health, and had no trouble', async () => {
  const health = await readHealth(as(student));
  expect(health.graders).toBe(1);
  expect(health.isolates).toHaveLength(1);
  expect(errors).toEqual([]);
});
