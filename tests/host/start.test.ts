import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launch, newCourse, type Program, processesOf, type Settings } from '../support/host.ts';

/** One course through its life: the tests build on each other. */
let settings: Settings;
let folder: string;
let remove: () => Promise<void>;
let host: Program;

beforeAll(async () => {
  ({ settings, folder, remove } = await newCourse());
});

afterAll(async () => {
  host?.child.kill('SIGKILL');
  await untilGone();
  await remove();
});

async function untilGone(): Promise<void> {
  // What a killed host leaves ends by itself; that it does within seconds is what is tested.
  for (let tries = 0; tries < 100 && (await processesOf(folder)).length > 0; tries++) await wait(100);
}

const address = () => `http://localhost:${settings.PORT}`;

test('the first start says where to go and how to sign in', { timeout: 180_000 }, async () => {
  host = launch(['start'], settings);
  await host.says('Ctrl-C stops everything.');
  expect(host.output()).toContain(`Open ${address()}`);
  for (const account of ['instructor@example.edu', 'ta@example.edu', 'student@example.edu', 'demo-course']) {
    expect(host.output()).toContain(account);
  }
  const health = await fetch(`${address()}/api/health`);
  expect(await health.json()).toMatchObject({ status: 'ok' });
});

test('the demo listens on loopback only', async () => {
  const { networkInterfaces } = await import('node:os');
  const outside = Object.values(networkInterfaces())
    .flat()
    .find((one) => one && !one.internal && one.family === 'IPv4');
  if (outside) await expect(fetch(`http://${outside.address}:${settings.PORT}/`)).rejects.toThrow();
});

test('a second host is told about the first', { timeout: 20_000 }, async () => {
  const { PORT: _, ...rest } = settings;
  const other = launch(['start'], { ...rest, PORT: String(Number(settings.PORT) + 1) });
  expect(await other.exited).toBe(1);
  expect(other.errors()).toMatch(/^The course is already running at http:\S+ \(process \d+\)\. .*\n$/);
});

test('a port in use is one line', { timeout: 20_000 }, async () => {
  const other = launch(['start'], { ...settings, DATA_DIR: path.join(folder, 'other') });
  expect(await other.exited).toBe(1);
  expect(other.errors()).toMatch(/^Port \d+ is in use\. .*PORT=\d+ npm start\n$/);
});

test('a command uses the running course', { timeout: 20_000 }, async () => {
  const command = launch(['token', 'create', '--user', 'student@example.edu', '--json'], settings);
  expect(await command.exited).toBe(0);
  const { token } = JSON.parse(command.output());
  const me = await fetch(`${address()}/api/v1/me`, { headers: { authorization: `Bearer ${token}` } });
  expect(await me.json()).toMatchObject({ email: 'student@example.edu' });
});

test('a database that was killed is started again, and the course goes on', { timeout: 60_000 }, async () => {
  const lock = path.join(folder, 'data/postgres/cluster/postmaster.pid');
  process.kill(Number((await readFile(lock, 'utf8')).split('\n')[0]), 'SIGKILL');
  await host.says('The database ended; it starts again.');
  const health = async () => (await fetch(`${address()}/api/health`)).json();
  await expect.poll(health, { timeout: 30_000 }).toMatchObject({ status: 'ok' });
});

test('killed outright, nothing of it stays, and the next start is quick', { timeout: 60_000 }, async () => {
  host.child.kill('SIGKILL');
  await host.exited;
  await untilGone();
  expect(await processesOf(folder)).toEqual([]);
  const since = performance.now();
  host = launch(['start'], settings);
  await host.says('Ctrl-C stops everything.');
  expect(host.output()).toContain('built before');
  expect(performance.now() - since).toBeLessThan(15_000); // 5 s on an idle machine
});

test('Ctrl-C stops everything, with an answer still open', { timeout: 30_000 }, async () => {
  const { request } = await import('node:http');
  const open = request(`${address()}/api/health`, { method: 'POST', headers: { 'transfer-encoding': 'chunked' } });
  open.on('error', () => {}); // cut off by the stop
  open.write('never ended');
  host.child.kill('SIGINT');
  expect(await host.exited).toBe(0);
  expect(await processesOf(folder)).toEqual([]);
  expect(existsSync(path.join(folder, 'data/holder.json'))).toBe(false);
});

test('a command works without a running course', { timeout: 30_000 }, async () => {
  const command = launch(['user', 'add', 'new@example.edu', '--name', 'N', '--role', 'student', '--json'], settings);
  expect(await command.exited).toBe(0);
  expect(JSON.parse(command.output())).toMatchObject({ email: 'new@example.edu', role: 'student' });
  expect(await processesOf(folder)).toEqual([]);
  const again = launch(['user', 'add', 'new@example.edu', '--name', 'N', '--role', 'student', '--json'], settings);
  expect(await again.exited).toBe(1);
  expect(again.output()).toBe('');
  expect(again.errors()).toBe('new@example.edu already has an account.\n');
});
