import { fork } from 'node:child_process';
import { once } from 'node:events';
import { chmod } from 'node:fs/promises';
import { afterAll, expect, test } from 'vitest';
import { findIsolates } from '#lib/sandbox/sandbox.ts';
import { newCourse, processesOf } from '../support/host.ts';

const { settings, folder, remove } = await newCourse();
await chmod(folder, 0o755); // the sandboxes' user must get in
afterAll(remove);

const isolates = (await findIsolates(settings.DATA_DIR)).filter((each) => 'start' in each).map(({ name }) => name);

test.each(isolates)('%s: no paused process outlives a grader that was killed', async (name) => {
  const entry = new URL('../support/pauser.ts', import.meta.url);
  const env = { ...process.env, DATA_DIR: settings.DATA_DIR };
  const grader = fork(entry, [name], { env, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  try {
    await once(grader, 'message');
    expect((await processesOf(folder)).length).toBeGreaterThanOrEqual(5);
  } finally {
    grader.kill('SIGKILL');
  }
  await expect.poll(() => processesOf(folder), { timeout: 20_000 }).toEqual([]);
});
