import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { text } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';
import { findCgroups } from '#lib/sandbox/cgroup.ts';
import type { Limits } from '#lib/sandbox/isolate.ts';
import { cpuSecondsOf } from '#lib/sandbox/processes.ts';
import { groupsLeft, someGroupIsFrozen } from './host.ts';

/** What a group holds by itself, without any isolate around: limits on all processes of a run together. */
const limits: Limits = { wallMs: 20_000, cpuSeconds: 10, memoryMiB: 64, outputBytes: 2 ** 20, background: false };
const cgroups = findCgroups();

describe.skipIf(!cgroups)('a control group', () => {
  async function run(command: string[]) {
    const child = cgroups?.launch(limits, command).child;
    if (!child?.stdout) throw new Error('Nothing was started.');
    const said = text(child.stdout);
    const [code, signal] = await once(child, 'exit');
    return { said: await said, code, signal };
  }

  test('is entered before the command begins, and gone after it', async () => {
    const { said, code } = await run(['/bin/cat', '/proc/self/cgroup']);
    expect(code).toBe(0);
    expect(said).toContain(`/course-run-${process.pid}-`);
    await expect.poll(groupsLeft).toEqual([]);
  });

  test('is private to a run', async () => {
    const [first, second] = await Promise.all([
      run(['/bin/cat', '/proc/self/cgroup']),
      run(['/bin/cat', '/proc/self/cgroup']),
    ]);
    expect(first.said).not.toBe(second.said);
    expect(await readFile('/proc/self/cgroup', 'utf8')).not.toContain('course-run-');
  });

  test('ends what takes more memory than a run may have, shared memory too', async () => {
    // 640 MiB are allowed: what a job may have and what Node reserves.
    const hungry = `const kept = []; for (let i = 0; i < 40; i++) kept.push(new Uint8Array(new SharedArrayBuffer(2 ** 26)).fill(1)); console.log('had it all');`;
    const { said, signal } = await run([process.execPath, '-e', hungry]);
    expect(said).toBe('');
    expect(signal).toBe('SIGKILL');
    await expect.poll(groupsLeft).toEqual([]);
  });

  test.skipIf(!cgroups?.freezes)('makes all of a run stand still, and go on, and end', async () => {
    const started = cgroups?.launch(limits, ['/bin/sh', '-c', '(while :; do :; done) & wait'], { freeze: true });
    if (!started?.child.pid) throw new Error('Nothing was started.');
    const used = () => cpuSecondsOf(started.child.pid ?? 0) ?? 0;
    await expect.poll(used, { timeout: 10_000 }).toBeGreaterThan(0);
    started.pause();
    await expect.poll(someGroupIsFrozen).toBe(true);
    const before = used();
    started.resume();
    await expect.poll(used, { timeout: 10_000 }).toBeGreaterThan(before);
    started.pause();
    started.child.kill('SIGKILL');
    started.resume();
    await once(started.child, 'exit');
    await expect.poll(groupsLeft, { timeout: 10_000 }).toEqual([]);
  });

  test('ends processes by the hundred', async () => {
    const bomb = 'i=0; while [ $i -lt 200 ]; do /bin/sleep 1 & i=$((i+1)); done 2>/dev/null; echo $i';
    const { said } = await run(['/bin/sh', '-c', bomb]);
    expect(said.trim()).not.toBe('200');
    await expect.poll(groupsLeft, { timeout: 10_000 }).toEqual([]);
  });
});

test('a folder that is no hierarchy gives no groups, and no error', async () => {
  const folder = await mkdtemp(`${tmpdir()}/no-cgroup-`);
  expect(findCgroups([{ controllers: 'unified', folder }])).toBeNull();
  expect(findCgroups([{ controllers: 'memory', folder: `${folder}/missing` }])).toBeNull();
  expect(findCgroups([])).toBeNull();
  await rm(folder, { recursive: true });
});
