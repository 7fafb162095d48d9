import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sql } from '#db/client.ts';
import type { FunctionsManifest } from '#lib/assignments/core/manifest.ts';
import type { User } from '#lib/auth/core.ts';
import type { Context } from '#lib/context.ts';
import { verdicts } from '#lib/grading/core/call-test.ts';
import { scoreCalls } from '#lib/grading/core/score-calls.ts';
import type { SubmissionView } from '#lib/grading/core/view.ts';
import { getSubmission, submit } from '#lib/grading/server.ts';
import { watchSubmission } from '#lib/grading/watch.ts';
import { runGrader } from '#lib/grading/worker.ts';
import { connection, databaseUrls } from '../support/database.ts';
import { hiddenDigits, hiddenMark, insertPerson, tinyWeights } from '../support/tiny-assignment.ts';
import { functionsManifest, functionsSolution, functionsStarter, insertFunctions } from '../support/tiny-functions.ts';

/** A real grader with real sandboxes, where student code meets hidden arguments. */
const stop = new AbortController();
const errors: unknown[] = [];
const took = new Map<string, number>();
let grader: Promise<void>;
let slug: string;
let student: User;

beforeAll(async () => {
  const owner = connection('owner').db;
  ({ slug } = await insertFunctions(owner));
  student = await insertPerson(owner);
  const ready = Promise.withResolvers<void>();
  grader = runGrader({
    databaseUrl: databaseUrls().grader,
    signal: stop.signal,
    onReady: ready.resolve,
    onRun: (run) => took.set(run.submissionId, run.took.held ?? 0),
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

async function graded(code: string, to = slug): Promise<SubmissionView> {
  const input = { slug: to, code, weights: null, label: null, idempotencyKey: randomUUID() };
  const { id } = await submit(as(student), input);
  const { client } = connection('web');
  const listen = async (fn: (id: string) => void) => (await client.listen('submission', fn)).unlisten;
  let last: SubmissionView | undefined;
  const watch = { listen, signal: AbortSignal.timeout(100_000), everyMs: 500 };
  for await (const view of watchSubmission(as(student), id, watch)) last = view;
  if (!last?.outcome) throw new Error(`Submission ${id} was not graded in time.`);
  return getSubmission(as(student), id);
}

const replaced = (name: 'total' | 'pool' | 'gradient', body: string) =>
  `${functionsSolution.replace(`function ${name}(`, `function ${name}Before(`)}\nexport ${body}`;

/** What every test of the assignment says for each verdict: all that a student may ever read of hidden calls. */
const sayings = (tests: FunctionsManifest['tests']) =>
  verdicts.flatMap((verdict) =>
    scoreCalls(tests, new Map(tests.map(({ name }) => [name, verdict])), null).map(({ message }) => message),
  );

/** Everything that is kept of a submission, whoever may read it, but for the code itself. */
async function keptOf(id: string): Promise<string> {
  const owner = connection('owner').db;
  const runs = await owner.execute(sql`select * from grading_runs where submission_id = ${id}`);
  const tests = await owner.execute(
    sql`select t.* from test_results t join grading_runs r on r.id = t.run_id where r.submission_id = ${id}`,
  );
  return JSON.stringify([runs, tests, await getSubmission(as(student), id)]);
}

async function expectNothingToLeak(view: SubmissionView): Promise<void> {
  for (const test of view.tests) expect(sayings(functionsManifest.tests)).toContain(test.message);
  const kept = await keptOf(view.id);
  expect(kept).not.toMatch(hiddenDigits);
  expect(kept).not.toContain('stolen');
}

describe('a grade of functions', () => {
  it('is full where every result is right, and needs no training', async () => {
    const view = await graded(functionsSolution);
    expect(view).toMatchObject({ outcome: 'graded', points: 10, maxPoints: 10, note: null, trainedByServer: false });
    expect(view.score).toEqual({ public: null, private: null });
    expect(view.tests.map(({ message }) => message)).toEqual([
      'Every value that total gives must be exactly the right one. With hidden arguments: passed.',
      'Of pool, inputs with their positions in another order should get the same outputs. With hidden arguments: passed.',
      'The gradients that gradient gives are held against finite differences, with a relative error of at most 0.01. With hidden arguments: passed.',
    ]);
    expect(view.log).toContain('total, example 1: right.');
  });

  it('says of the visible examples all there is to say', async () => {
    const view = await graded(functionsStarter.replace('numbers.length', '(console.log("I see", numbers), 3)'));
    expect(view).toMatchObject({ outcome: 'graded', points: 0 });
    expect(view.log).toContain('I see [1, 1, 2]');
    expect(view.log).toContain('total, example 1: 3 came back instead of 4.');
    expect(view.log).toContain('pool, example 1: it does not hold.');
  });

  it('says so too of an example that throws what no database can keep', async () => {
    const view = await graded(replaced('total', "function total() { throw new Error('a\\0b\\ud83d'); }"));
    expect(view).toMatchObject({ outcome: 'graded', points: 6 });
    expect(view.log).toContain('total, example 1: Error: a\ufffdb\ufffd.');
  });

  it.each([
    ['a syntax error', 'export function (', { outcome: 'student_error', note: { code: 'syntax_error' } }],
    [
      'a missing function',
      'export const total = () => 1;',
      { outcome: 'student_error', note: { code: 'missing_export' } },
    ],
    ['an error on loading', `throw new Error("my own words");`, { outcome: 'student_error', note: { code: 'threw' } }],
  ])('%s is a zero with its reason', async (_what, code, expected) => {
    expect(await graded(code)).toMatchObject({ ...expected, points: 0 });
  });

  it('takes no weights', async () => {
    const input = { slug, code: functionsSolution, weights: tinyWeights(), label: null, idempotencyKey: 'w' };
    await expect(submit(as(student), input)).rejects.toThrow('This assignment takes code alone.');
  });
});

describe('of hidden calls nothing comes back but a word', () => {
  const isHidden = `numbers[0] >= ${hiddenMark - 100}`;

  it.each<[string, string, string, number]>([
    ['a wrong value', replaced('total', 'const total = (n: number[]) => n[0] + n[1];'), 'a value is wrong', 6],
    [
      'a wrong shape',
      replaced('total', 'const total = (n: number[]) => [n[0] + n[1] + n[2]];'),
      'another shape or type',
      6,
    ],
    ['no value', replaced('total', "const total = (n: number[]) => 'stolen ' + n;"), 'another shape or type', 6],
    [
      'what is printed',
      replaced(
        'total',
        `const total = (numbers: number[]) => {
      if (${isHidden}) { console.log('stolen', numbers); console.error(String(numbers)); process.stdout.write('stolen ' + numbers); process.stderr.write('stolen ' + numbers); }
      return numbers[0] + 3;
    };`,
      ),
      'passed',
      10,
    ],
    [
      'what is thrown',
      replaced(
        'total',
        `const total = (numbers: number[]) => {
      if (${isHidden}) throw new Error('stolen ' + numbers);
      return numbers[0] + 3;
    };`,
      ),
      'threw an error',
      6,
    ],
    [
      'what is thrown later',
      replaced(
        'total',
        `const total = (numbers: number[]) => {
      if (${isHidden}) setTimeout(() => { throw new Error('stolen ' + numbers); });
      return numbers[0] + 3;
    };`,
      ),
      '',
      -1,
    ],
    [
      'an exit',
      replaced(
        'total',
        `const total = (numbers: number[]) => {
      if (${isHidden}) process.exit(numbers[0] % 256);
      return numbers[0] + 3;
    };`,
      ),
      'ended the program',
      6,
    ],
    [
      'too much memory',
      replaced(
        'total',
        `const total = (numbers: number[]) => {
      const held = [];
      if (${isHidden}) for (;;) held.push(new ArrayBuffer(2 ** 28));
      return numbers[0] + 3;
    };`,
      ),
      'ended the program',
      6,
    ],
    [
      'a huge result',
      replaced(
        'total',
        `const total = (numbers: number[]) =>
      ${isHidden} ? tf.fill([3000, 1000], numbers[0]) : numbers[0] + 3;`,
      ),
      'another shape or type',
      6,
    ],
    [
      'huge output',
      replaced(
        'total',
        `const total = (numbers: number[]) => {
      if (${isHidden}) for (;;) process.stderr.write('stolen ' + numbers.join().repeat(1000));
      return numbers[0] + 3;
    };`,
      ),
      '',
      -1,
    ],
  ])('%s', async (_what, code, word, points) => {
    const view = await graded(code);
    expect(view).toMatchObject({ outcome: 'graded', note: null });
    if (points >= 0) expect(view.points).toBe(points);
    expect(view.tests[0]?.message).toContain(word);
    await expectNothingToLeak(view);
  });

  it('events forged beside the harness', async () => {
    const code = replaced(
      'total',
      `const total = (numbers: number[]) => {
      if (!(${isHidden})) return numbers[0] + 3;
      const { writeSync } = process.getBuiltinModule('node:fs');
      const say = (message: object) => {
        const header = Buffer.from(JSON.stringify({ binaries: [], message }));
        const prefix = Buffer.alloc(8);
        prefix.writeUInt32LE(header.length, 0);
        writeSync(3, Buffer.concat([prefix, header]));
      };
      const text = 'stolen ' + numbers;
      say({ type: 'log', level: 'info', text });
      say({ type: 'failure', note: { code: 'threw', phase: 'build', detail: text, line: numbers[0] } });
      say({ type: 'refused', call: 0, why: 'threw', text, line: numbers[0] });
      say({ type: 'value', text });
      say({ type: 'done', stopped: false });
      return numbers[0] + 3;
    };`,
    );
    const view = await graded(code);
    expect(view).toMatchObject({ outcome: 'graded', note: null });
    await expectNothingToLeak(view);
  });

  it('how long it took is not told: an instant and a delay of most of the time look the same', async () => {
    const delay = replaced(
      'total',
      `const total = (numbers: number[]) => {
      const end = process.hrtime()[0] * 1e3 + process.hrtime()[1] / 1e6 + (${isHidden} ? 200 : 0);
      while (process.hrtime()[0] * 1e3 + process.hrtime()[1] / 1e6 < end);
      return numbers[0] + 3;
    };`,
    );
    const { callSeconds } = functionsManifest.limits;
    const moments = [callSeconds * 1000, (callSeconds + 2) * 3000 + 2500];
    for (const code of [functionsSolution, delay]) {
      const view = await graded(code);
      expect(view).toMatchObject({ points: 10 });
      // The grader tells once the grade is stored: the student may have read it by then.
      await expect.poll(() => took.get(view.id)).toBeDefined();
      const measured = took.get(view.id) ?? 0;
      // One of two moments, whatever the code does; which of them, a busy machine decides.
      expect(Math.min(...moments.map((at) => Math.abs(measured - at)))).toBeLessThan(900);
      await expectNothingToLeak(view);
    }
  });

  it('an endless loop costs its own test and no other', async () => {
    const code = replaced(
      'total',
      `const total = (numbers: number[]) => {
      while (${isHidden});
      return numbers[0] + 3;
    };`,
    );
    const view = await graded(code);
    expect(view.tests.map(({ points }) => points)).toEqual([0, 3, 3]);
    expect(view.tests[0]?.message).toContain('the calls took too long');
    await expectNothingToLeak(view);
  });
});
