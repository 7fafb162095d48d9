import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { projectRoot } from '#lib/env.ts';
import type { HiddenSplit } from '#lib/grading/datasets.ts';
import { gradeSubmission } from '#lib/grading/grade.ts';
import type { HarnessEvent, Job, Split } from '#lib/harness/protocol.ts';
import { encode } from '#lib/harness/safetensors.ts';
import { bundleHarness } from '#lib/sandbox/bundle.ts';
import { findCgroups } from '#lib/sandbox/cgroup.ts';
import type { Isolate, Limits } from '#lib/sandbox/isolate.ts';
import { cpuSecondsOf } from '#lib/sandbox/processes.ts';
import { prepareRoot } from '#lib/sandbox/root.ts';
import { findIsolates, NoIsolation, openSandbox, sandboxWith } from '#lib/sandbox/sandbox.ts';
import { tinyManifest, tinySolution, tinyWeights } from '../support/tiny-assignment.ts';
import { groupsLeft, processesNaming, someGroupIsFrozen } from './host.ts';

/** What a grader relies on: ends it asks for, priorities, nothing left behind, and no words out of a hidden run. */

vi.setConfig({ testTimeout: 60_000 });

const dataFolder = await mkdtemp(path.join(tmpdir(), 'sandbox-runs-'));
await chmod(dataFolder, 0o755); // the sandboxes' user must get in
const candidates = await findIsolates(dataFolder);
const isolates = candidates.filter((candidate): candidate is Isolate => 'start' in candidate);

/** An unusual size is in the command line of every process we start, and of nobody else's. */
const memoryMiB = 300 + (process.pid % 89);
const ourMark = `--max-old-space-size=${memoryMiB}`;
const limits: Limits = { wallMs: 30_000, cpuSeconds: 10, memoryMiB, outputBytes: 4 * 2 ** 20, background: false };

afterAll(async () => {
  await rm(dataFolder, { recursive: true, force: true });
});

const task = { inputShape: [4], outputShape: [2], maxParameters: 100 };
const split: Split = {
  x: { shape: [8, 4], data: new Float32Array(32).fill(0.5) },
  y: { shape: [8, 2], data: new Float32Array(16).fill(0.5) },
};
const training = (body: string): Job => ({
  kind: 'train',
  code: `import * as tf from '@tensorflow/tfjs';
    export const createModel = () => tf.sequential({ layers: [tf.layers.dense({ units: 2, inputShape: [4] })] });
    export async function train(model: tf.LayersModel) { ${body} }`,
  task,
  seed: 1,
  train: split,
  validation: split,
  quick: false,
});
const forEver = training("console.log('spinning'); for (;;);");

const patient = { timeout: 10_000 };

/** Waits until the job has said its first word. */
function heard() {
  let say: () => void = () => {};
  const said = new Promise<void>((resolve) => {
    say = resolve;
  });
  return { said, onEvent: (event: HarnessEvent) => event.type === 'log' && say() };
}

/** The least description of a model with `task`'s shapes. */
const topology = JSON.stringify({
  class_name: 'Sequential',
  config: {
    name: 'least',
    layers: [{ class_name: 'Dense', config: { name: 'only', units: 2, batch_input_shape: [null, 4] } }],
  },
});

/** Which of two numbers is the larger, in no regular order. */
function hiddenSplit(split: 'public' | 'private', rows: number): HiddenSplit {
  const first = Array.from({ length: rows }, (_, row) => ((row * row) % 7 < 3 ? 1 : 0));
  const data = Float32Array.from(first.flatMap((one) => [one, 1 - one]));
  const matrix = { shape: [rows, 2], data };
  return { split, x: matrix, y: matrix };
}

describe.each(isolates)('$name', (isolate) => {
  const sandbox = sandboxWith(isolate);

  test('a cancelled run is gone at once', async () => {
    const { said, onEvent } = heard();
    const stop = new AbortController();
    const run = sandbox.run(forEver, limits, { onEvent, signal: stop.signal });
    await said;
    stop.abort();
    expect(await run).toMatchObject({ ending: 'cancelled' });
    expect(await processesNaming(ourMark)).toEqual([]);
  });

  test('a run is in a control group of its own, where there can be one, which goes with it', async ({ skip }) => {
    if (isolate.tier === 'demo' || !findCgroups()) return skip('no control groups for it here');
    const { said, onEvent } = heard();
    const stop = new AbortController();
    const run = sandbox.run(forEver, limits, { onEvent, signal: stop.signal });
    await said;
    const groups = await Promise.all((await pidsNaming(ourMark)).map((pid) => readFile(`/proc/${pid}/cgroup`, 'utf8')));
    expect(groups.length).toBeGreaterThan(0);
    for (const group of groups) expect(group).toContain(`/course-run-${process.pid}-`);
    stop.abort();
    await run;
    await expect.poll(groupsLeft, patient).toEqual([]);
  });

  test('a run that was cancelled before it began never begins', async () => {
    const run = await sandbox.run(forEver, limits, { signal: AbortSignal.abort() });
    expect(run.ending).toBe('cancelled');
    expect(await processesNaming(ourMark)).toEqual([]);
  });

  test('a process started ahead does one job, or none', async () => {
    const [used, unused] = [sandbox.prepare(limits), sandbox.prepare(limits)];
    const said: string[] = [];
    const onEvent = (event: HarnessEvent) => event.type === 'log' && said.push(event.text);
    expect(await used.run(training("console.log('ahead');"), { onEvent })).toMatchObject({ ending: 'finished' });
    expect(said).toEqual(['ahead']);
    await unused.discard();
    // Its process is gone; the job gets another.
    expect(await unused.run(training(''))).toMatchObject({ ending: 'finished' });
    await Promise.all([used.discard(), unused.discard()]);
    expect(await processesNaming(ourMark)).toEqual([]);
  });

  test('inputs sent ahead are those of the prediction, and are sent again where their process died', async () => {
    const weights = encode([
      { name: 'w0', dtype: 'F32', shape: [4, 2], data: new Float32Array(8).fill(1) },
      { name: 'w1', dtype: 'F32', shape: [2], data: new Float32Array(2) },
    ]);
    const [ahead, died, other] = [1, 2, 3].map(() => sandbox.prepare({ ...limits, predicts: true }));
    const predict = async (prepared = ahead, x = split.x) => {
      const said: HarnessEvent[] = [];
      await prepared?.run({ kind: 'predict', topology, weights, task, x }, { onEvent: (event) => said.push(event) });
      return said.flatMap((event) => (event.type === 'predictions' ? [[event.shape, new Set(event.data)]] : []));
    };
    for (const prepared of [ahead, died, other]) prepared?.sendAhead(split.x);
    await died?.discard();
    expect(await predict(ahead)).toEqual([[[8, 2], new Set([2])]]);
    expect(await predict(died)).toEqual([[[8, 2], new Set([2])]]);
    const x = { shape: [1, 4], data: new Float32Array(4).fill(1) };
    expect(await predict(other, x)).toEqual([[[1, 2], new Set([4])]]);
  });

  test('a grade asks for many rows in two processes, where one is to spare, and puts the answers in their order', async () => {
    const rows = 4001; // both splits; two halves are not alike
    const hidden = [hiddenSplit('public', 2000), hiddenSplit('private', rows - 2000)];
    const signal = new AbortController().signal;
    const work = { manifest: tinyManifest, code: tinySolution, weights: tinyWeights() };
    const processes = { prepare: sandbox.prepare, spare: sandbox.prepare };
    const bench = { sandbox: processes, hidden, visible: null, signal, background: false };
    const grade = await gradeSubmission(work, bench);
    expect(grade).toMatchObject({ outcome: 'graded', points: 10 });
    expect(grade.metrics.map(({ value }) => value)).toEqual([1, 1]);
  });

  test('background work stands still while something else is held to be urgent', async () => {
    const { said, onEvent } = heard();
    const stop = new AbortController();
    // All the same at the ordinary priority: at the lowest, a busy machine may never let it come to its first word.
    const atOnce = { ...isolate, start: (wanted: Limits) => isolate.start({ ...wanted, background: false }) };
    const sandbox = sandboxWith(atOnce);
    const background = sandbox.run(forEver, { ...limits, background: true }, { onEvent, signal: stop.signal });
    await said;
    const release = sandbox.holdBackground();
    expect(await sandbox.run(training(''), limits)).toMatchObject({ ending: 'finished' });
    await expect.poll(standsStill, patient).toBe(true);
    const used = await cpuSecondsUsed();
    release();
    await expect.poll(cpuSecondsUsed, patient).toBeGreaterThan(used);
    stop.abort();
    expect(await background).toMatchObject({ ending: 'cancelled' });
  });

  test('a process that stands still while it waits does its job when one comes', async () => {
    const release = sandbox.holdBackground();
    const gentle = sandbox.prepare(limits, { gently: true });
    await expect.poll(standsStill, patient).toBe(true);
    expect(await gentle.run(training(''))).toMatchObject({ ending: 'finished' });
    await gentle.discard();
    release();
    expect(await processesNaming(ourMark)).toEqual([]);
  });

  test('an error of the listener is the caller’s, and ends the process', async () => {
    const onEvent = () => {
      throw new Error('listener');
    };
    await expect(sandbox.run(forEver, limits, { onEvent })).rejects.toThrow('listener');
    expect(await processesNaming(ourMark)).toEqual([]);
  });

  test('the same seed gives the same bits, whatever clock or chance the code asks', async () => {
    const job = training(`
      const { cpuUsage, memoryUsage, hrtime, uptime, getBuiltinModule } = process;
      const order = await tf.data.array([...Array(30).keys()]).shuffle(30).toArray();
      const mine = [performance.timeOrigin, performance.now(), cpuUsage(), memoryUsage(), hrtime(), uptime(), order,
        tf.util.now(), new (new Date().constructor)(), getBuiltinModule('crypto').randomBytes(8).toString('hex')];
      console.log(JSON.stringify(mine));
      model.compile({ optimizer: 'sgd', loss: 'meanSquaredError' });
      await model.fit(tf.randomUniform([8, 4]), tf.randomUniform([8, 2]), { epochs: 2 });`);
    const outcome = async () => {
      const events: HarnessEvent[] = [];
      await sandbox.run(job, limits, { onEvent: (event) => events.push(event) });
      const weights = events.flatMap((event) => (event.type === 'weights' && event.final ? [...event.bytes] : []));
      return { weights, said: events.flatMap((event) => (event.type === 'log' ? [event.text] : [])) };
    };
    const [first, second] = [await outcome(), await outcome()];
    expect(first.weights.length).toBeGreaterThan(0);
    expect(first.said).toHaveLength(1);
    expect(second).toEqual(first);
  });

  test('no word leaves a hidden run but numbers and a fixed vocabulary', async () => {
    const hostile = [
      { class_name: 'Lambda', config: { name: 'x', function: 'console.log(1)' } },
      { class_name: '__proto__', config: {} },
    ];
    for (const layer of hostile) {
      const events: HarnessEvent[] = [];
      const job: Job = {
        kind: 'predict',
        topology: JSON.stringify({ class_name: 'Sequential', config: { name: 'secret', layers: [layer] } }),
        weights: encode([{ name: 'w0', dtype: 'F32', shape: [1], data: Float32Array.of(1) }]),
        task,
        x: split.x,
      };
      const run = await sandbox.run(job, limits, { onEvent: (event) => events.push(event) });
      expect(run.ending).toBe('finished');
      const failures = events.flatMap((event) => (event.type === 'failure' ? [event.note] : []));
      expect(failures).toHaveLength(1);
      expect(failures[0]).not.toHaveProperty('detail');
      expect(events.map(({ type }) => type).filter((type) => type === 'log' || type === 'value')).toEqual([]);
    }
  });

  test.each(['at work', 'standing still'])('a grader that is killed takes its sandboxes with it, %s', async (how) => {
    if (process.platform !== 'linux') return;
    const script = path.join(dataFolder, `grader-${isolate.name}.ts`);
    const atOnce = '{ ...isolate, start: (wanted) => isolate.start({ ...wanted, background: false }) }';
    await writeFile(
      script,
      `import { findIsolates, sandboxWith } from '${projectRoot}/lib/sandbox/sandbox.ts';
      const isolate = (await findIsolates('${dataFolder}')).find(({ name }) => name === '${isolate.name}');
      const sandbox = sandboxWith(${atOnce});
      const onEvent = (event) => {
        if (event.type !== 'log') return;
        ${how === 'at work' ? '' : 'sandbox.holdBackground();'}
        console.log('spinning');
      };
      const limits = ${JSON.stringify({ ...limits, background: true })};
      await sandbox.run(${JSON.stringify(forEver, replaceFloats)}, limits, { onEvent });`
        .replaceAll('"@floats32"', 'new Float32Array(32)')
        .replaceAll('"@floats16"', 'new Float32Array(16)'),
    );
    const grader: ChildProcess = spawn(process.execPath, [script], { stdio: ['ignore', 'pipe', 'inherit'] });
    if (grader.stdout) await once(grader.stdout, 'data');
    expect(await processesNaming(ourMark)).not.toEqual([]);
    grader.kill('SIGKILL');
    await expect.poll(() => processesNaming(ourMark), { timeout: 5000 }).toEqual([]);
  });
});

const replaceFloats = (_key: string, value: unknown) =>
  value instanceof Float32Array ? `@floats${value.length}` : value;

/** Processes with the text in their command line. */
async function pidsNaming(text: string): Promise<string[]> {
  const pids = (await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name));
  const lines = await Promise.all(pids.map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')));
  return pids.filter((_, i) => lines[i]?.includes(text));
}

/** Some process of ours is stopped by a signal, or frozen. */
async function standsStill(): Promise<boolean> {
  const states = await Promise.all(
    (await pidsNaming(ourMark)).map(async (pid) => {
      const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
      return stat.slice(stat.lastIndexOf(')') + 2, stat.lastIndexOf(')') + 3);
    }),
  );
  return states.includes('T') || someGroupIsFrozen();
}

/** By our processes and all below them. */
async function cpuSecondsUsed(): Promise<number> {
  const each = (await pidsNaming(ourMark)).map((pid) => cpuSecondsOf(Number(pid)) ?? 0);
  return each.reduce((sum, seconds) => sum + seconds, 0);
}

test('what processes begin from is code that Node takes as compiled', async () => {
  const { folder } = await prepareRoot(await bundleHarness(path.join(dataFolder, 'sandbox-bundle')), dataFolder);
  const asked = `const { readFileSync } = require('node:fs');
    const cachedData = readFileSync('harness.code');
    console.log(new (require('node:vm').Script)(readFileSync('harness.js', 'latin1'), { cachedData }).cachedDataRejected);`;
  const options = { cwd: path.join(folder, 'app'), env: { NODE_ENV: process.env.NODE_ENV } };
  const { stdout } = await promisify(execFile)(process.execPath, [ourMark, '--eval', asked], options);
  expect(stdout).toBe('false\n');
});

test('the strongest isolate that holds is chosen, and the weaker are not tried', async () => {
  const strong = isolates.filter(({ tier }) => tier !== 'demo');
  const opening = openSandbox({ dataFolder });
  if (strong.length === 0) await expect(opening).rejects.toThrow(NoIsolation);
  else expect((await opening).isolate.name).toBe(strong[0]?.name);
});

test("Node's permissions alone are refused unless the demonstration asks for them", async () => {
  await expect(openSandbox({ dataFolder, only: 'permission' })).rejects.toThrow(/cannot be isolated here/);
  const demo = await openSandbox({ dataFolder, only: 'permission', allowDemo: true });
  expect(demo.isolate.tier).toBe('demo');
});

test("a real course gets Node's permissions alone only where its staff insist, and marked as unsafe", async () => {
  const refused = await openSandbox({ dataFolder, only: 'permission' }).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(NoIsolation);
  expect(refused).toMatchObject({ remedy: expect.stringContaining('apt install bubblewrap') });
  const unsafe = await openSandbox({ dataFolder, only: 'permission', allowUnsafe: true });
  expect(unsafe.isolate).toMatchObject({ name: 'permission', tier: 'unsafe' });
  if (isolates.some(({ tier }) => tier === 'S' || tier === 'A')) {
    expect((await openSandbox({ dataFolder, allowUnsafe: true })).isolate.tier).not.toBe('unsafe');
  }
});
