import { chmod, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test, vi } from 'vitest';
import { gradeFunctions } from '#lib/grading/functions.ts';
import type { HarnessEvent, Job, Split } from '#lib/harness/protocol.ts';
import { testIsolate } from '#lib/sandbox/battery.ts';
import { weAreRoot } from '#lib/sandbox/command.ts';
import type { Isolate, Limits } from '#lib/sandbox/isolate.ts';
import { findIsolates, sandboxWith } from '#lib/sandbox/sandbox.ts';
import { functionsManifest } from '../support/tiny-functions.ts';
import { type Attack, attacks, reaching, studentFile } from './attacks.ts';
import { groupsLeft, openDescriptors, openHost, processesNaming } from './host.ts';
import { OutcomeTable } from './table.ts';

/** One file of tests each, so that they can run side by side. */
type Name = Isolate['name'];
const names: string[] = ['bubblewrap', 'gvisor', 'unshare', 'permission'] satisfies Name[];

const dataFolder = await mkdtemp(path.join(tmpdir(), 'sandbox-attacks-'));
await chmod(dataFolder, 0o755); // the sandboxes' user must get in
const candidates = await findIsolates(dataFolder);
const [root = ''] = await readdir(path.join(dataFolder, 'sandbox'));
const host = await openHost(path.join(dataFolder, 'sandbox', path.parse(root).name));

/** An unusual size, for each isolate its own: it is in the command line of every process we start, and of nobody else's. */
const memoryOf = (isolate: string) => 210 + 10 * names.indexOf(isolate) + (process.pid % 10);
const limitsOf = ({ name }: Isolate): Limits => ({
  ...{ wallMs: 20_000, cpuSeconds: 2, memoryMiB: memoryOf(name), outputBytes: 4 * 2 ** 20, background: false },
});
const facts = { sameUser: !weAreRoot() };

afterAll(async () => {
  await host.close();
  await rm(dataFolder, { recursive: true, force: true });
});

const split: Split = {
  x: { shape: [8, 4], data: new Float32Array(32).fill(0.5) },
  y: { shape: [8, 2], data: new Float32Array(16).fill(0.5) },
};

const submission = (body: string): Job => ({
  kind: 'train',
  code: studentFile(body, host.loot),
  task: { inputShape: [4], outputShape: [2], maxParameters: 100 },
  seed: 1,
  train: split,
  validation: split,
  quick: false,
});

async function run(isolate: Isolate, body: string, changed: Partial<Limits> = {}) {
  const events: HarnessEvent[] = [];
  const result = await sandboxWith(isolate).run(
    submission(body),
    { ...limitsOf(isolate), ...changed },
    {
      onEvent: (event) => events.push(event),
    },
  );
  const said = events.flatMap((event) => (event.type === 'log' ? [event.text] : []));
  const failure = events.find((event) => event.type === 'failure');
  return { ...result, events, said, note: failure?.note };
}

/** All that reaches for something, where hidden arguments are in reach: what they are is then said in every way there is. */
const besideHiddenArguments = `${studentFile('', host.loot)}
export async function total(numbers: number[]) {
  process.removeAllListeners('uncaughtException').on('uncaughtException', () => {});
  // Some wait for an answer that never comes.
  const soon = () => new Promise((resolve) => setTimeout(resolve, 100));
  ${reaching.map(({ body }) => `await Promise.race([(async () => { ${body} })().catch(() => {}), soon()]);`).join('\n')}
  console.log('SEEN', numbers);
  for (const descriptor of [1, 2]) try { builtin('fs').writeSync(descriptor, 'SEEN ' + numbers); } catch {}
  try { forge({ type: 'log', level: 'info', text: 'SEEN ' + numbers }); } catch {}
  throw new Error('SEEN ' + numbers);
}
export const pool = (x: tf.Tensor) => { throw new Error('SEEN ' + x.dataSync()); };
export const gradient = (w: tf.Tensor) => { throw new Error('SEEN ' + w.dataSync()); };`;

/** The grader's memory, in MiB, may differ by so much before and after an attack: what is collected when is chance. */
const slackMiB = 256;
const ownMiB = () => process.memoryUsage.rss() / 2 ** 20;

/** What came out that should not have, however it came. */
function lootIn({ said, events, stderr = '' }: Awaited<ReturnType<typeof run>>): string[] {
  const leaked = said.filter((text) => text.startsWith('LEAK'));
  const everything = JSON.stringify(events) + stderr;
  return everything.includes(host.loot.canary) ? [...leaked, 'LEAK the canary'] : leaked;
}

/** Every attack on one isolate, if this machine has it, through the harness, as a submission would come. */
export function attackThrough(name: Name): void {
  // Each run has limits of its own, far below this.
  vi.setConfig({ testTimeout: 60_000 });
  const candidate = candidates.find((each) => each.name === name);
  test('no isolate is left out', () => expect(candidates.map((each) => each.name)).toEqual(names));
  if (!candidate || !('start' in candidate)) {
    const reason = candidate?.reason ?? 'nobody knows it';
    test('is missing here', ({ skip }) => skip(`${name} is not tested: ${reason}`));
    return;
  }
  const isolate = candidate;
  const ourMark = `--max-old-space-size=${memoryOf(name)}`;
  const table = new OutcomeTable([name]);
  afterAll(() => table.print());

  // First: with the first process of all starts the shell that outlives us, whose pipe stays open.
  test('passes its self-test', async () => {
    const breaches = await testIsolate(isolate);
    if (isolate.tier === 'demo' && facts.sameUser) delete breaches.signal;
    expect(breaches).toEqual({});
  });

  test('runs an honest training', async () => {
    const descriptors = await openDescriptors();
    const result = await run(isolate, "await model.predict(data.train.x).data(); console.log('trained');");
    expect(result).toMatchObject({ ending: 'finished', said: ['trained'], note: undefined });
    expect(result.events.map(({ type }) => type)).toEqual(
      expect.arrayContaining(['backend', 'model', 'weights', 'predictions', 'done']),
    );
    expect(await openDescriptors()).toBeLessThanOrEqual(descriptors);
    table.set('(honest training)', isolate.name, `${result.ending} ${Math.round(result.wallMs)} ms`);
  });

  test.each(attacks)('$name', async (attack: Attack) => {
    const descriptors = await openDescriptors();
    const memory = ownMiB();
    host.arrived();
    const result = await run(isolate, attack.body, attack.limits);
    const pretended = attack.pretended?.by === isolate.name ? attack.pretended.leak : undefined;
    const got = [...lootIn(result).filter((leak) => leak !== pretended), ...host.arrived()];
    const open = attack.notHeldBy?.(isolate, facts) ?? false;
    const note = result.note ? `, ${result.note.code}` : '';
    table.set(
      attack.name,
      isolate.name,
      `${open ? 'NOT HELD ' : ''}${result.ending}${note} ${Math.round(result.wallMs)} ms`,
    );

    if (open) expect(got).not.toEqual([]);
    else expect(got).toEqual([]);
    expect(attack.endings).toContain(result.ending);
    if (attack.note && result.ending === 'finished') expect(result.note?.code).toBe(attack.note);
    expect(await host.left()).toEqual([]);
    // Its last process may still be leaving.
    await expect.poll(groupsLeft, { timeout: 5000 }).toEqual([]);
    expect(await processesNaming(ourMark)).toEqual([]);
    expect(await openDescriptors()).toBeLessThanOrEqual(descriptors);
    expect(ownMiB()).toBeLessThan(memory + slackMiB);
    expect(({} as { points?: number }).points).toBeUndefined();
  });

  test('hidden arguments beside it stay hidden, whatever is tried', async () => {
    host.arrived();
    const argument = (value: number) => ({ shape: [2, 3, 1], data: Float32Array.from([value, 2, 3, 4, 5, 6]) });
    const casesOf = (value: number) => [
      { test: 'Sum', args: [[value, 1, 2]], expected: value + 3 },
      { test: 'Order', args: [argument(value)], expected: [] },
      { test: 'Gradient', args: [argument(value), argument(value)], expected: argument(value) },
    ];
    // As `hiddenMark` is, and apart from it.
    const [shown, hidden] = [13_160_000, 15_790_000];
    const manifest = { ...functionsManifest, limits: { ...functionsManifest.limits, callSeconds: 5 } };
    const bench = { cases: { visible: casesOf(shown), hidden: casesOf(hidden) }, background: false };
    const signal = new AbortController().signal;
    const sandbox = sandboxWith(isolate);
    const grade = await gradeFunctions({ manifest, code: besideHiddenArguments }, { ...bench, sandbox, signal });
    const everything = JSON.stringify(grade);
    // What is no secret may be read: that the attacks ran is seen there.
    expect(everything).toContain(`SEEN [${shown}`);
    expect(everything).not.toContain(String(hidden));
    if (!attacks.some(({ notHeldBy }) => notHeldBy?.(isolate, facts))) expect(host.arrived()).toEqual([]);
    expect(everything).not.toContain(host.loot.canary);
    expect(grade).toMatchObject({ outcome: 'graded', points: 0 });
    expect(await host.left()).toEqual([]);
    expect(await processesNaming(ourMark)).toEqual([]);
  });
}
