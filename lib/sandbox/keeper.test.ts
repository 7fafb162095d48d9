import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { startOf } from '#lib/process.ts';

test('what a killed grader started ends with it, also where nothing has asked the kernel for that', async () => {
  const command = ['/bin/sh', '-c', 'sleep 600 & echo $! $$; wait'];
  const script = `
    const { launch } = await import(${JSON.stringify(new URL('command.ts', import.meta.url))});
    launch(${JSON.stringify(command)}).child.stdout.on('data', (pids) => console.log(String(pids)));
    setInterval(() => {}, 1000);`;
  const grader = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [said] = await once(grader.stdout, 'data');
  const pids = String(said).trim().split(' ').map(Number);
  expect(pids).toHaveLength(2);
  const living = async () => (await Promise.all(pids.map(startOf))).filter(Boolean);
  expect(await living()).toHaveLength(2);
  grader.kill('SIGKILL');
  await expect.poll(living, { timeout: 20_000 }).toEqual([]);
});

test('what stands still is told to go on, so that it can end', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'keeper-'));
  const file = path.join(folder, 'state');
  const script = `
    const { launch } = await import(${JSON.stringify(new URL('command.ts', import.meta.url))});
    const { writeWithUs } = await import(${JSON.stringify(new URL('keeper.ts', import.meta.url))});
    const { child } = launch(['/bin/sleep', '600']);
    const ended = launch(['/bin/true']).child;
    writeWithUs(child, ${JSON.stringify(file)}, 'THAWED');
    writeWithUs(ended, ${JSON.stringify(`${file}-of-one-that-ended`)}, 'THAWED');
    ended.once('exit', () => console.log('ready'));
    setInterval(() => {}, 1000);`;
  const grader = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(grader.stdout, 'data');
  grader.kill('SIGKILL');
  const wrote = (name: string) => readFile(name, 'utf8').catch(() => null);
  await expect.poll(() => wrote(file), { timeout: 20_000 }).toBe('THAWED\n');
  expect(await wrote(`${file}-of-one-that-ended`)).toBeNull();
  await rm(folder, { recursive: true });
});
