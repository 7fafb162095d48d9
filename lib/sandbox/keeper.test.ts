import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { startOf } from '#lib/process.ts';

test('what a killed grader started ends with it, also where nothing has asked the kernel for that', async () => {
  const command = ['/bin/sh', '-c', 'sleep 600 & echo $! $$; wait'];
  const script = `
    const { launch } = await import(${JSON.stringify(new URL('command.ts', import.meta.url))});
    launch(${JSON.stringify(command)}).stdout.on('data', (pids) => console.log(String(pids)));
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
