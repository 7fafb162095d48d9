import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { closeWebDb } from '#db/web.ts';
import { getAssignment } from '#lib/assignments/server.ts';
import type { User } from '#lib/auth/core.ts';
import { createToken } from '#lib/auth/server.ts';
import type { Context } from '#lib/context.ts';
import { describeNote } from '#lib/grading/core/notes.ts';
import type { SubmissionView } from '#lib/grading/core/view.ts';
import { listSubmissions } from '#lib/grading/server.ts';
import { watchSubmission } from '#lib/grading/watch.ts';
import { runGrader } from '#lib/grading/worker.ts';
import { encode, type Tensor } from '#lib/harness/safetensors.ts';
import { submissionSchema } from '../../app/api/v1/schemas.ts';
import { connection, databaseUrls } from '../support/database.ts';
import { insertPerson, insertTiny, type Tiny, tinySolution, tinyWeights } from '../support/tiny-assignment.ts';

/**
 * Everything wrong that a student can hand in, through the real route and the real grader, with an honest submission of
 * a neighbour beside each. Each is told what is wrong and how to mend it, and pays an attempt only if its code ran.
 */
const stop = new AbortController();
const errors: unknown[] = [];
let grader: Promise<void>;
let tiny: Tiny;
let staff: User;
let neighbour: Person;
let post: typeof import('../../app/api/v1/assignments/[slug]/submissions/route.ts')['POST'];

type Person = { user: User; token: string };

beforeAll(async () => {
  process.env.DATABASE_URL = databaseUrls().web;
  ({ POST: post } = await import('../../app/api/v1/assignments/[slug]/submissions/route.ts'));
  const owner = connection('owner').db;
  tiny = await insertTiny(owner, { attempts: 100 });
  staff = await insertPerson(owner, 'instructor');
  neighbour = await newPerson();
  const ready = Promise.withResolvers<void>();
  grader = runGrader({
    databaseUrl: databaseUrls().grader,
    signal: stop.signal,
    onReady: ready.resolve,
    onError: (error) => errors.push(error),
    onFailure: (_run, error) => errors.push(error),
  });
  await Promise.race([ready.promise, grader]);
});

afterAll(async () => {
  stop.abort();
  await grader;
  await closeWebDb();
  delete process.env.DATABASE_URL;
});

const as = (user: User): Context => ({ user, db: connection('web').db, now: new Date() });

async function newPerson(): Promise<Person> {
  const user = await insertPerson(connection('owner').db);
  const ctx = { user: staff, db: connection('web').db, now: new Date() };
  return { user, token: await createToken(ctx, { email: user.email, name: 'test' }) };
}

type Sending = { code?: string | Uint8Array<ArrayBuffer>; weights?: Uint8Array<ArrayBuffer> | null };

function formOf({ code = tinySolution, weights = tinyWeights() }: Sending): FormData {
  const form = new FormData();
  form.set('code', typeof code === 'string' ? code : new Blob([code]));
  if (weights) form.set('weights', new Blob([weights]), 'weights.safetensors');
  return form;
}

function send({ token }: Person, body: FormData | ReadableStream, headers: Record<string, string> = {}) {
  // A stream needs `duplex`, which the browser's types do not have.
  const init = { method: 'POST', headers: { authorization: `Bearer ${token}`, ...headers }, body, duplex: 'half' };
  const request = new Request(`http://localhost/api/v1/assignments/${tiny.slug}/submissions`, init);
  return post(request, { params: Promise.resolve({ slug: tiny.slug }) });
}

async function graded(person: Person, sending: Sending): Promise<SubmissionView> {
  const response = await send(person, formOf(sending));
  expect(response.status).toBe(202);
  const { id } = submissionSchema.parse(await response.json());
  const { client } = connection('web');
  const listen = async (fn: (id: string) => void) => (await client.listen('submission', fn)).unlisten;
  let last: SubmissionView | undefined;
  const watch = { listen, signal: AbortSignal.timeout(60_000), everyMs: 1000 };
  for await (const view of watchSubmission(as(person.user), id, watch)) last = submissionSchema.parse(view);
  if (!last?.outcome) throw new Error(`Submission ${id} was not graded in time.`);
  return last;
}

const attemptsUsed = async ({ user }: Person) => (await getAssignment(as(user), tiny.slug)).policy.attempts.used;

const tensor = (name: string, shape: number[], fill = 1): Tensor => ({
  name,
  dtype: 'F32',
  shape,
  data: new Float32Array(shape.reduce((product, n) => product * n, 1)).fill(fill),
});

/** A safetensors file with any header and any bytes after it. */
function rawFile(header: unknown, data = 0): Uint8Array<ArrayBuffer> {
  const text = Buffer.from(JSON.stringify(header));
  const file = new Uint8Array(8 + text.length + data);
  new DataView(file.buffer).setBigUint64(0, BigInt(text.length), true);
  file.set(text, 8);
  return file;
}

const twoGigabytes = 2 ** 31;
const claims = { w0: { dtype: 'F32', shape: [twoGigabytes / 4], data_offsets: [0, twoGigabytes] } };
const halfFloats = { w0: { dtype: 'F16', shape: [2], data_offsets: [0, 4] } };
const utf16 = new Uint8Array(Buffer.from(tinySolution, 'utf16le'));

/** What is refused at once, with its status, the words for what is wrong and those for how to mend it. */
const refused: [string, Sending, number, RegExp, RegExp][] = [
  ['weights with NaN', { weights: tinyWeights(Number.NaN) }, 400, /"w0" hold NaN at position 0/, /learning rate/],
  [
    'weights with infinity',
    { weights: tinyWeights(Number.NEGATIVE_INFINITY) },
    400,
    /"w0" hold -Infinity at/,
    /learning rate/,
  ],
  ['two gigabytes of weights, claimed', { weights: rawFile(claims) }, 400, /"w0" ends at byte 2147483648/, /Send the/],
  [
    'weights larger than any allowed model',
    { weights: encode([tensor('w0', [20_000])]) },
    413,
    /weights file is larger than 65 kB/,
    /make yours smaller/,
  ],
  [
    'no safetensors',
    { weights: new Uint8Array(Buffer.from('PK\x03\x04 a zip file')) },
    400,
    /not a safetensors/,
    /Send/,
  ],
  ['empty weights', { weights: new Uint8Array(0) }, 400, /too short to hold a header/, /Send the file/],
  ['a header that is no JSON', { weights: rawFile('x') }, 400, /does not start with "\{"/, /Send the file/],
  ['weights in half floats', { weights: rawFile(halfFloats, 4) }, 400, /"w0" has the type "F16"/, /Send the file/],
  [
    'weights that are integers',
    { weights: encode([{ name: 'w0', dtype: 'I32', shape: [1], data: new Int32Array(1) }]) },
    400,
    /"w0" are of type I32/,
    /32-bit floats/,
  ],
  ['weights of other names', { weights: encode([tensor('kernel', [2])]) }, 400, /1 tensors, but no w0/, /w0, w1/],
  ['code of more than 64 kB', { code: `//${'x'.repeat(70_000)}` }, 413, /code is larger than 64 kB/, /do not belong/],
  [
    'ten megabytes of code',
    { code: `//${'x'.repeat(10 * 2 ** 20)}` },
    413,
    /submission is larger/,
    /code may have 64 kB/,
  ],
  ['null bytes', { code: `${tinySolution}\n\0` }, 400, /null character on line 10/, /UTF-8/],
  ['code in UTF-16', { code: utf16 }, 400, /null character on line 1/, /UTF-8/],
  ['code that is no text', { code: Uint8Array.of(0xff, 0xfe, 0xfd) }, 400, /not UTF-8 text/, /UTF-8/],
  ['no code', { code: ' \n' }, 400, /There is no code/, /^/],
];

const model = (layers: string) => tinySolution.replace(/return tf\.sequential.*;/, `return ${layers};`);
const training = (lines: string) => tinySolution.replace(/model\.setWeights.*;/, lines);
const dense = (units: number, more = '') => `tf.layers.dense({ units: ${units}, inputShape: [2]${more} })`;
const sequential = (...layers: string[]) => model(`tf.sequential({ layers: [${layers.join(', ')}] })`);
/** The server trains, and so meets what the model gives on the validation data. */
const predicting = (output: string) => ({ code: training(`model.predictOnBatch = (x) => ${output};`), weights: null });

type Expected = { outcome: SubmissionView['outcome']; code: string; says: RegExp; costs?: boolean };

/** What the grader finds. All but the first few ran, and cost an attempt. */
const found: [string, Sending, Expected][] = [
  [
    'code that does not parse',
    { code: tinySolution.replace('return', 'retrun') },
    { outcome: 'student_error', code: 'syntax_error', says: /syntax error\. Line 3\..*Mend it/, costs: false },
  ],
  [
    'brackets without end',
    { code: '('.repeat(60_000) },
    { outcome: 'student_error', code: 'syntax_error', says: /nested too deeply.*Mend it/, costs: false },
  ],
  [
    'another import',
    { code: `${tinySolution}import { readFileSync } from 'node:fs';\nconsole.log(readFileSync);` },
    {
      outcome: 'student_error',
      code: 'forbidden_import',
      says: /Line 9\. "node:fs" cannot be imported.*Take the import out/,
      costs: false,
    },
  ],
  [
    'no createModel',
    { code: tinySolution.replace('createModel', 'makeModel') },
    {
      outcome: 'student_error',
      code: 'missing_export',
      says: /must export a function named createModel\. It exports makeModel, train\. Write "export function"/,
    },
  ],
  [
    'no train',
    { code: tinySolution.replace('export async', 'async') },
    { outcome: 'student_error', code: 'missing_export', says: /must export a function named train\..*Write "export/ },
  ],
  [
    'a train that is no function',
    { code: `${tinySolution.replace('export async function train', 'async function fit')}export const train = [1];` },
    { outcome: 'student_error', code: 'missing_export', says: /train must be a function, but it is an array/ },
  ],
  [
    'a model that is text',
    { code: model('"a model"') },
    { outcome: 'student_error', code: 'not_a_model', says: /createModel returned a string instead.*Return what tf\./ },
  ],
  [
    'a promise of a model that never comes',
    { code: model('new Promise(() => {})') },
    { outcome: 'student_error', code: 'not_a_model', says: /returned a Promise; write it without async/ },
  ],
  [
    'another input',
    { code: model(`tf.sequential({ layers: [tf.layers.dense({ units: 2, inputShape: [3] })] })`) },
    {
      outcome: 'student_error',
      code: 'wrong_input_shape',
      says: /takes \[n, 3\], but the data are \[n, 2\].*inputShape/,
    },
  ],
  [
    'outputs of another length',
    { code: sequential(dense(5)) },
    {
      outcome: 'student_error',
      code: 'wrong_output_shape',
      says: /gives \[n, 5\], but should give \[n, 2\].*last layer/,
    },
  ],
  [
    'outputs of another shape',
    { code: sequential(dense(2), 'tf.layers.reshape({ targetShape: [2, 1] })') },
    { outcome: 'student_error', code: 'wrong_output_shape', says: /gives \[n, 2, 1\], but should give \[n, 2\]/ },
  ],
  [
    'outputs of no type at all',
    predicting("'cat'"),
    { outcome: 'student_error', code: 'wrong_output_shape', says: /gave a string instead of a tensor/ },
  ],
  [
    'outputs of another type',
    predicting("tf.ones([40, 2], 'int32')"),
    { outcome: 'student_error', code: 'wrong_output_shape', says: /of type int32 instead of float32/ },
  ],
  [
    'outputs of fewer samples',
    predicting('tf.ones([39, 2])'),
    { outcome: 'student_error', code: 'wrong_output_shape', says: /gave \[39, 2\] instead of \[40, 2\]/ },
  ],
  [
    'outputs that are not numbers',
    predicting('tf.fill([40, 2], NaN)'),
    { outcome: 'student_error', code: 'not_finite', says: /NaN or infinite outputs.*learning rate/ },
  ],
  [
    'weights of another shape',
    { weights: encode([tensor('w0', [2, 3]), tensor('w1', [2])]) },
    {
      outcome: 'student_error',
      code: 'weights_mismatch',
      says: /w0 of the file has the shape \[2, 3\], but dense_Dense1\/kernel has \[2, 2\]\. Train with this code/,
    },
  ],
  [
    'weights of another model',
    { weights: encode([tensor('w0', [2, 2])]) },
    { outcome: 'student_error', code: 'weights_mismatch', says: /has 2 tensors of weights, the file 1.*Train with/ },
  ],
  [
    'a training that waits for ever',
    { code: training('await new Promise(() => {});'), weights: null },
    {
      outcome: 'timeout',
      code: 'never_settled',
      says: /waits for something that never happens.*promise nothing resolves/,
    },
  ],
  [
    'an error with a null character',
    { code: training("throw new Error('a\\0b');"), weights: null },
    { outcome: 'student_error', code: 'threw', says: /threw an error during training\..* Error: a\ufffdb\. Mend/ },
  ],
  [
    'an error whose words end in the middle of an emoji',
    { code: model("Object.assign({}, (() => { throw new Error('x'.repeat(3992) + '😀😀'); })())") },
    { outcome: 'student_error', code: 'threw', says: /Error: x{3992}\. Mend/ },
  ],
  [
    'an error that is half an emoji',
    { code: training("throw '\\ud83d';"), weights: null },
    { outcome: 'student_error', code: 'threw', says: /Threw \ufffd\. Mend/ },
  ],
  [
    'a model with a billion parameters',
    { code: sequential(dense(31_623), 'tf.layers.dense({ units: 31623 })', 'tf.layers.dense({ units: 2 })') },
    {
      outcome: 'graded',
      code: 'too_many_parameters',
      says: /With the kernel of the layer dense_Dense2, the model has 1,000,\d{3},\d{3} parameters; at most 20 .*fewer layers/,
    },
  ],
];

/** The bad submission and a neighbour's good one at the same time: the good one gets its full points. */
async function beside<T>(bad: (person: Person) => Promise<T>): Promise<{ person: Person; result: T }> {
  const person = await newPerson();
  const [result, good] = await Promise.all([bad(person), graded(neighbour, {})]);
  expect(good).toMatchObject({ outcome: 'graded', points: 10, note: null });
  return { person, result };
}

describe('refused at once', () => {
  async function expectRefusal(
    { person, result }: Awaited<ReturnType<typeof beside<Response>>>,
    what: RegExp,
    mend: RegExp,
  ) {
    const problem = await result.json();
    expect(problem.title).toMatch(what);
    expect(problem.detail ?? '').toMatch(mend);
    expect(await attemptsUsed(person)).toBe(0);
    expect(await listSubmissions(as(person.user), tiny.slug)).toEqual([]);
  }

  test.each(refused)('%s', async (_, sending, status, what, mend) => {
    const answer = await beside((person) => send(person, formOf(sending)));
    expect(answer.result.status).toBe(status);
    await expectRefusal(answer, what, mend);
  });

  test('two gigabytes of body, before a byte of it is read', async () => {
    let read = 0;
    const body = new ReadableStream({ pull: () => void read++ }, { highWaterMark: 0 });
    const headers = { 'content-type': 'multipart/form-data; boundary=x', 'content-length': String(twoGigabytes) };
    const answer = await beside((person) => send(person, body, headers));
    expect(answer.result.status).toBe(413);
    expect(read).toBe(0);
    await expectRefusal(answer, /submission is larger/, /the weights 65 kB/);
  });

  test('a body without end that says nothing of its length, as soon as it is too long', async () => {
    let sent = 0;
    const chunk = new Uint8Array(2 ** 16);
    const pull = (to: ReadableStreamDefaultController) => {
      sent += chunk.length;
      to.enqueue(chunk);
    };
    const headers = { 'content-type': 'multipart/form-data; boundary=x' };
    const answer = await beside((person) => send(person, new ReadableStream({ pull }), headers));
    expect(answer.result.status).toBe(413);
    expect(sent).toBeLessThan(2 ** 20);
    await expectRefusal(answer, /submission is larger/, /the weights 65 kB/);
  });
});

describe('found by the grader', () => {
  test.each(found)('%s', async (_, sending, { outcome, code, says, costs = true }) => {
    const { person, result } = await beside((each) => graded(each, sending));
    expect(result).toMatchObject({ outcome, points: 0, note: { code } });
    const note = result.note;
    expect(note && describeNote(note)).toMatch(says);
    expect(await attemptsUsed(person)).toBe(costs ? 1 : 0);
  });
});

test('the grader had no trouble of its own with any of it', () => {
  expect(errors).toEqual([]);
});
