import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launch, newCourse, type Program, processesOf, type Settings } from '../support/host.ts';

/** From demo to course and back, as a person at the terminal does it: the tests build on each other. */
let settings: Settings;
let folder: string;
let remove: () => Promise<void>;
let host: Program;

beforeAll(async () => {
  ({ settings, folder, remove } = await newCourse());
});

afterAll(async () => {
  host?.child.kill('SIGKILL');
  await host?.exited;
  await remove();
});

const password = 'a long enough password';
const at = (name: string) => path.join(folder, name);
const kept = async () => (await readdir(at('data/backups'))).sort();

type Result = { code: number | null; output: string; errors: string };

async function course(args: string[], input?: string): Promise<Result> {
  const command = launch(args, settings, input);
  const code = await command.exited;
  return { code, output: command.output(), errors: command.errors() };
}

const init = (change: Record<string, string> = {}, ...flags: string[]) => {
  const options = {
    title: 'Learning Deeply',
    start: '2026-10-05',
    end: '2027-02-12',
    zone: 'Europe/Berlin',
    address: `http://localhost:${settings.PORT}`,
    instructor: 'prof@example.edu',
    name: 'Ada Ngũgĩ',
    ...change,
  };
  const args = Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]);
  return course(['init', ...args, ...flags], password);
};

async function start(change: Settings = {}): Promise<void> {
  host = launch(['start'], { ...settings, ...change });
  await host.says('Ctrl-C stops everything.');
}

async function stop(): Promise<void> {
  host.child.kill('SIGINT');
  expect(await host.exited).toBe(0);
}

const page = async (where = '127.0.0.1') => (await fetch(`http://${where}:${settings.PORT}/sign-in`)).text();

test('while the demo is served, it cannot become a course', { timeout: 420_000 }, async () => {
  await start();
  expect(await page()).toContain('demo-course');
  for (const args of [
    ['demo', 'reset', '--yes'],
    ['restore', at('demo.zst'), '--replace'],
  ]) {
    if (args[0] === 'restore') expect((await course(['backup', at('demo.zst')])).code).toBe(0);
    const { code, errors } = await course(args);
    expect(code).toBe(1);
    expect(errors).toMatch(
      /^The course is already running at http\S+ \(process \d+\)\. .*stop it first with Ctrl-C\.\n$/,
    );
  }
  expect((await init()).errors).toMatch(/already running/);
  expect(await page()).toContain('demo-course');
  await stop();
});

test('a demo is shown to nobody else', async () => {
  const other = launch(['start'], { ...settings, LISTEN_HOST: '0.0.0.0' });
  expect(await other.exited).toBe(1);
  expect(other.errors()).toMatch(/^LISTEN_HOST would show a demo, .*npm run -s course -- init\n$/);
});

test('what cannot be is said by the name of its option, and changes nothing', async () => {
  const refusals: [Record<string, string>, RegExp][] = [
    [{ end: '2027-02-29' }, /^--end: 2027-02-29 is no day .*28 days\.\n$/],
    [{ end: '2026-10-04' }, /^--end: Term would end on 2026-10-04, before it begins/],
    [{ zone: 'Berlin' }, /^--zone: There is no time zone Berlin\. Did you mean Europe\/Berlin\?\n$/],
    [{ address: 'http://course.example.edu' }, /^--address: .*begins with https:/],
    [{ instructor: 'prof' }, /^--instructor: This is not an e-mail address\.\n$/],
  ];
  for (const [change, message] of refusals) {
    const { code, errors } = await init(change, '--yes', '--password-stdin');
    expect(code).toBe(1);
    expect(errors).toMatch(message);
  }
  expect((await init({}, '--password-stdin')).errors).toMatch(/27 people[\s\S]*Nothing was changed\. Add --yes/);
  expect(existsSync(at('data/backups'))).toBe(false);
});

test('the demo goes away, a backup of it stays', async () => {
  const { code, output, errors } = await init({}, '--yes', '--password-stdin');
  expect(errors).toMatch(/The database holds the demo: 27 people/);
  expect(output).toMatch(/^Learning Deeply is ready\. The password is set\.\nStart it: npm start\n$/);
  expect(code).toBe(0);
  expect(await kept()).toEqual([expect.stringMatching(/^before-init-/)]);
  const again = await init({}, '--yes', '--password-stdin');
  expect(again.errors).toMatch(/^This is a real course already: Learning Deeply, with 1 person\./);
});

test('it listens where it is told, has no demo account, and knows its instructor', { timeout: 120_000 }, async () => {
  await start({ LISTEN_HOST: '127.0.0.2' });
  expect(host.output()).not.toContain('demo');
  const text = await page('127.0.0.2');
  expect(text).toContain('Learning Deeply');
  expect(text).not.toContain('demo-course');
  expect(text).not.toContain('student@example.edu');
  await expect(page('127.0.0.1')).rejects.toThrow();
  const { output } = await course(['token', 'create', '--user', 'prof@example.edu']);
  const authorization = `Bearer ${output.trim()}`;
  const me = await fetch(`http://127.0.0.2:${settings.PORT}/api/v1/me`, { headers: { authorization } });
  expect(await me.json()).toMatchObject({ email: 'prof@example.edu', role: 'instructor' });
  const assignments = await fetch(`http://127.0.0.2:${settings.PORT}/api/v1/assignments`, {
    headers: { authorization },
  });
  expect((await assignments.json()).items.length).toBeGreaterThan(0);
  await stop();
});

test('it is backed up and restored, and never given up by accident', { timeout: 240_000 }, async () => {
  expect((await course(['backup', at('real.zst')])).output).toMatch(/^Written: .*real\.zst/);
  expect((await course(['backup', at('real.zst')])).errors).toMatch(/real\.zst exists already/);
  expect((await course(['demo', 'reset', '--yes'])).errors).toMatch(/--discard-course "Learning Deeply"/);
  expect((await course(['restore', at('demo.zst')])).errors).toMatch(/Add --replace/);
  const reset = await course(['demo', 'reset', '--yes', '--discard-course', 'Learning Deeply']);
  expect(reset.output).toMatch(/The demo is as on its first day/);
  const user = ['user', 'add', 'x@example.edu', '--name', 'X', '--role', 'student', '--json'];
  expect((await course(user)).code).toBe(0);
  const restored = await course(['restore', at('real.zst'), '--replace']);
  expect(restored.errors).toMatch(/28 people, .*\) is kept: .*before-restore-/);
  expect(restored.output).toMatch(/^Restored: Learning Deeply, with 1 person/);
  expect((await kept()).map((name) => name.replace(/-2.*/, ''))).toEqual([
    'before-init',
    'before-reset',
    'before-restore',
  ]);
  const link = JSON.parse((await course(user)).output).setPasswordLink;
  expect(link).toMatch(new RegExp(`^http://localhost:${settings.PORT}/set-password\\?token=`));
});

test('a backup fills a machine that has nothing yet', { timeout: 120_000 }, async () => {
  settings = { ...settings, DATA_DIR: at('other') };
  const { output } = await course(['restore', at('real.zst')]);
  expect(output).toMatch(/^Restored: Learning Deeply, with 1 person/);
  expect((await course(['token', 'create', '--user', 'prof@example.edu'])).code).toBe(0);
  expect(await processesOf(folder)).toEqual([]);
});
