import type { ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type Controllers, type GroupFolder, groupFolders } from './cgroup-folders.ts';
import { findProgram, launch, memoryBytes } from './command.ts';
import type { Limits } from './isolate.ts';
import { readOrUndefined, trySignal } from './processes.ts';

/**
 * Control groups, where this machine lets us make them: a group for each run, with a limit on the memory and the tasks
 * of all its processes together. Limits of each process are set all the same; these also hold for what several
 * processes and shared memory take. Everything here may be missing, and nothing of it is an error.
 */
export type Cgroups = {
  /** Starts a command in a group of its own, which goes when the command does. */
  launch(limits: Limits, command: string[], descriptors?: number[]): ChildProcess;
};

type LimitFile = [name: string, value: number];

/** The files that limit a group, and what is written to them; one that the kernel does not have is left out. */
const limitFiles: Record<Controllers, (limits: Limits) => LimitFile[]> = {
  memory: (limits) => [
    ['memory.limit_in_bytes', memoryBytes(limits)],
    ['memory.memsw.limit_in_bytes', memoryBytes(limits)], // with swap
  ],
  pids: () => [['pids.max', maxTasks]],
  unified: (limits) => [
    ['memory.max', memoryBytes(limits)],
    ['memory.swap.max', 0],
    ['pids.max', maxTasks],
  ],
};

/** Node has about ten threads, each a task, and two or three processes start it. */
const maxTasks = 64;

/** Behind it, the process that made the group and a number. */
export const groupPrefix = 'course-run-';

let made = 0;

/** What can be limited here: memory and tasks, one of them, or nothing. @param folders those of this process unless told */
export function findCgroups(folders: GroupFolder[] = groupFolders()): Cgroups | null {
  const shell = findProgram('sh');
  const usable = folders.filter(holds);
  for (const { folder } of usable) forgetOld(folder);
  if (!shell || usable.length === 0) return null;
  return {
    launch(limits, command, descriptors) {
      const name = `${groupPrefix}${process.pid}-${made++}`;
      const groups = usable.flatMap((place) => open(place, limits, name) ?? []);
      const child = launch([...joining(shell, groups), ...command], descriptors);
      const remove = () => {
        for (const group of groups) close(group, retries);
      };
      return child.once('exit', remove).once('error', remove);
    },
  };
}

/** A shell that enters the groups and then becomes the command: nothing of it ever runs outside. */
function joining(shell: string, groups: string[]): string[] {
  const enter = groups.map((_, i) => `{ echo 0 >"$${i + 1}"; } 2>/dev/null; `).join('');
  const files = groups.map((group) => path.join(group, 'cgroup.procs'));
  return [shell, '-c', `${enter}shift ${groups.length}; exec "$@"`, 'sh', ...files];
}

/** Makes a group and limits it. @returns its folder, or undefined where that fails */
function open({ controllers, folder }: GroupFolder, limits: Limits, name: string): string | undefined {
  const group = path.join(folder, name);
  try {
    mkdirSync(group);
    for (const [file, value] of limitFiles[controllers](limits)) {
      if (existsSync(path.join(group, file))) writeFileSync(path.join(group, file), String(value));
    }
    return group;
  } catch {
    close(group, 0);
    return undefined;
  }
}

const [retryMs, retries] = [25, 200];

/** Whoever is still in it is killed, and may take a moment to leave. */
function close(group: string, retriesLeft: number): void {
  try {
    rmdirSync(group);
  } catch {
    if (retriesLeft <= 0 || !existsSync(group)) return;
    for (const pid of membersOf(group)) trySignal(pid, 'SIGKILL');
    setTimeout(() => close(group, retriesLeft - 1), retryMs).unref();
  }
}

/** None where the group has gone meanwhile, or where its members are in another namespace (0). */
function membersOf(group: string): number[] {
  const listed = readOrUndefined(path.join(group, 'cgroup.procs')) ?? '';
  return listed.split('\n').map(Number).filter(Boolean);
}

/** Tried by doing it: a folder may look writable and still refuse. */
function holds(place: GroupFolder): boolean {
  const limits: Limits = { wallMs: 0, cpuSeconds: 0, memoryMiB: 512, outputBytes: 0, background: false };
  const group = open(place, limits, `${groupPrefix}${process.pid}-test${made++}`);
  if (!group) return false;
  const [first] = limitFiles[place.controllers](limits);
  const limited = first !== undefined && isLimited(path.join(group, first[0]), first[1]);
  close(group, 0);
  return limited;
}

function isLimited(file: string, value: number): boolean {
  return readOrUndefined(file)?.trim() === String(value);
}

/** Groups of graders that were killed before they could tidy up. One that is not empty stays. */
function forgetOld(folder: string): void {
  for (const name of readdirSync(folder)) {
    const pid = name.startsWith(groupPrefix) ? name.slice(groupPrefix.length).split('-')[0] : undefined;
    if (pid && !existsSync(`/proc/${pid}`)) close(path.join(folder, name), 0);
  }
}
