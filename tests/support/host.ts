import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { projectRoot } from '#lib/env.ts';

export type Settings = Record<string, string | undefined>;

/** Settings of a course of its own, in a folder that only its user may enter. */
export async function newCourse(): Promise<{ settings: Settings; folder: string; remove: () => Promise<void> }> {
  const folder = await mkdtemp(path.join(tmpdir(), 'course-host-'));
  const settings = {
    DATA_DIR: path.join(folder, 'data'),
    PORT: String(await freePort()),
    DATABASE_URL: undefined,
    OWNER_DATABASE_URL: undefined,
    GRADER_DATABASE_URL: undefined,
    NEXTAUTH_URL: undefined,
    NEXTAUTH_SECRET: undefined,
    NODE_ENV: undefined,
  };
  return { settings, folder, remove: () => rm(folder, { recursive: true, force: true }) };
}

export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  return typeof address === 'object' && address ? address.port : 0;
}

export type Program = {
  child: ChildProcess;
  output: () => string;
  errors: () => string;
  /** Settles with the exit code, or null when a signal ended it. */
  exited: Promise<number | null>;
  /** Resolves when the output holds `text`. @throws when the program ends before */
  says: (text: string) => Promise<void>;
};

/** Runs `node lib/cli/launch.js …args`. @param input what it reads on standard input */
export function launch(args: string[], settings: Settings, input?: string): Program {
  const child = spawn(process.execPath, ['lib/cli/launch.js', ...args], {
    cwd: projectRoot,
    env: { ...process.env, ...settings } as NodeJS.ProcessEnv, // undefined takes a variable away
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  child.stdin.end(input);
  let output = '';
  let errors = '';
  child.stdout.on('data', (chunk) => {
    output += chunk;
  });
  child.stderr.on('data', (chunk) => {
    errors += chunk;
  });
  const exited = once(child, 'close').then(([code]) => code as number | null);
  const says = async (text: string) => {
    let ended = false;
    exited.then(() => {
      ended = true;
    });
    while (!output.includes(text)) {
      if (ended) throw new Error(`It ended without saying "${text}":\n${output}${errors}`);
      await Promise.race([once(child.stdout, 'data'), exited]);
    }
  };
  return { child, output: () => output, errors: () => errors, exited, says };
}

/**
 * Number, state and command line of the processes whose environment or command names the folder: everything a host
 * started, whoever its parent is now.
 */
export async function processesOf(folder: string): Promise<string[]> {
  const found: string[] = [];
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name) || Number(name) === process.pid) continue;
    const environment = await readFile(`/proc/${name}/environ`, 'utf8').catch(() => '');
    const command = await readFile(`/proc/${name}/cmdline`, 'utf8').catch(() => '');
    if (!environment.includes(folder) && !command.includes(folder)) continue;
    const state = await stateOf(Number(name));
    if (state) found.push(`${name} ${state} ${command.replaceAll('\0', ' ')}`);
  }
  return found;
}

/** One letter, as Linux tells it; null of a process that has ended. */
async function stateOf(pid: number): Promise<string | null> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  const state = stat.slice(stat.lastIndexOf(')') + 2)[0];
  return state && state !== 'Z' ? state : null;
}
