import { type StdioOptions, spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import path from 'node:path';
import type { Limits, Program, Started } from './isolate.ts';
import { endWithUs } from './keeper.ts';
import { trySignal } from './processes.ts';

/** The pieces from which every isolate builds its command line. All programs are named by their full path. */

/**
 * When we run as root, sandboxes run as this user, which owns nothing and which no distribution gives to anybody.
 * (systemd's list of user ids calls 60706 to 61183 unused.)
 */
export const sandboxUser = 61_000;

export const weAreRoot = () => process.getuid?.() === 0;

const folders = () => [...(process.env.PATH ?? '').split(':'), '/usr/bin', '/bin', '/usr/sbin', '/sbin'];

/** Full path of a program of the system, or undefined. */
export function findProgram(name: string): string | undefined {
  return folders()
    .filter((folder) => path.isAbsolute(folder) && !folder.includes('node_modules'))
    .map((folder) => path.join(folder, name))
    .find(isExecutable);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Gives up root, dies with the grader, and can never gain a right again. */
export function dropPrivileges(setpriv: string): string[] {
  const asRoot = [`--reuid=${sandboxUser}`, `--regid=${sandboxUser}`, '--clear-groups', '--inh-caps=-all'];
  return [setpriv, '--pdeathsig=KILL', '--no-new-privs', ...(weAreRoot() ? asRoot : []), '--'];
}

/** The lowest priority for what may wait. */
export function priority({ background }: Limits): string[] {
  const nice = background ? findProgram('nice') : undefined;
  return nice ? [nice, '-n', '19'] : [];
}

/**
 * Private writable memory that Node 26 counts at start without using it (V8's reservations; 560 MiB measured). The
 * limit is set above it, so that `memoryMiB` is what a job may really allocate.
 */
export const nodeReservesMiB = 576;

/** What a run may allocate and what Node only reserves, in bytes. */
export const memoryBytes = ({ memoryMiB }: Limits) => (memoryMiB + nodeReservesMiB) * 2 ** 20;

export const maxFiles = 64;

/** Processes and threads that an isolate allows inside: Node starts about ten threads. */
export const maxTasks = 40;

/** prlimit with what the kernel enforces for each process. RLIMIT_AS is useless here: WASM reserves 10 GB of addresses. */
export function resourceLimits(prlimit: string, limits: Limits, processes?: number): string[] {
  const cpu = Math.max(1, Math.ceil(limits.cpuSeconds));
  return [
    prlimit,
    `--data=${memoryBytes(limits)}`,
    // SIGXCPU first, which says why; SIGKILL a second later, should it be ignored.
    `--cpu=${cpu}:${cpu + 1}`,
    '--fsize=0',
    `--nofile=${maxFiles}`,
    '--core=0',
    ...(processes ? [`--nproc=${processes}`] : []),
  ];
}

/** Node with everything denied that it can deny: files but `app`, network, processes, threads, addons, WASI. */
export function nodeCommand(node: string, app: string, limits: Limits, program: Program): string[] {
  return [
    node,
    ...(program.permission ? ['--permission', `--allow-fs-read=${app}`] : []),
    `--max-old-space-size=${limits.memoryMiB}`,
    '--disable-sigusr1', // it would open the inspector
    '--no-addons',
    '--no-warnings',
    path.join(app, program.script),
    limits.predicts ? 'predict' : 'build',
  ];
}

/**
 * Starts a command with an empty environment, in a process group of its own that ends with us, with pipes on descriptors
 * 0 to 3.
 */
export function launch([command = '', ...args]: string[], descriptors: number[] = []): Started {
  const stdio: StdioOptions = ['pipe', 'pipe', 'pipe', 'pipe', ...descriptors];
  const env = {} as NodeJS.ProcessEnv; // Next's types demand a NODE_ENV; there is to be none
  const child = spawn(command, args, { env, cwd: '/', detached: true, stdio });
  endWithUs(child);
  const signal = (name: NodeJS.Signals) => () => {
    if (child.pid) trySignal(-child.pid, name);
  };
  return { child, pause: signal('SIGSTOP'), resume: signal('SIGCONT') };
}
