import { existsSync, mkdirSync, readdirSync, rmdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type Controllers, type GroupFolder, groupFolders } from './cgroup-folders.ts';
import { findProgram, launch, memoryBytes } from './command.ts';
import type { Limits, Started } from './isolate.ts';
import { writeWithUs } from './keeper.ts';
import { readOrUndefined, trySignal } from './processes.ts';

/**
 * Control groups, where this machine lets us make them: a group for each run, with a limit on the memory and the tasks
 * of all its processes together. Limits of each process are set all the same; these also hold for what several
 * processes and shared memory take. Everything here may be missing, and nothing of it is an error.
 */
export type Cgroups = {
  /** Whether the memory of a run is limited here, and whether all of its processes can be frozen. */
  holdsMemory: boolean;
  freezes: boolean;
  /** Starts a command in a group of its own, which goes when the command does. */
  launch(limits: Limits, command: string[], options?: GroupOptions): Started;
};

export type GroupOptions = {
  descriptors?: number[];
  /** How many processes and threads it may have. */
  tasks?: number;
  /** Pauses by freezing the group, for a program whose processes leave their process group or trace each other. */
  freeze?: boolean;
};

type LimitFile = [name: string, value: number];

/** The files that limit a group, and what is written to them; one that the kernel does not have is left out. */
const limitFiles: Record<Controllers, (limits: Limits, tasks: number) => LimitFile[]> = {
  memory: (limits) => [
    ['memory.limit_in_bytes', memoryBytes(limits)],
    ['memory.memsw.limit_in_bytes', memoryBytes(limits)], // with swap
  ],
  pids: (_, tasks) => [['pids.max', tasks]],
  freezer: () => [],
  unified: (limits, tasks) => [
    ['memory.max', memoryBytes(limits)],
    ['memory.swap.max', 0],
    ['pids.max', tasks],
  ],
};

/** The file, and the words that freeze a group and let it go on. */
type Freezer = { file: string; freeze: string; thaw: string };
const freezers: Partial<Record<Controllers, Freezer>> = {
  freezer: { file: 'freezer.state', freeze: 'FROZEN', thaw: 'THAWED' },
  unified: { file: 'cgroup.freeze', freeze: '1', thaw: '0' },
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
    holdsMemory: usable.some(({ controllers }) => controllers === 'memory' || controllers === 'unified'),
    freezes: usable.some(({ controllers }) => freezers[controllers]),
    launch(limits, command, { descriptors, tasks = maxTasks, freeze = false } = {}) {
      const name = `${groupPrefix}${process.pid}-${made++}`;
      const places = usable.filter(({ controllers }) => freeze || controllers !== 'freezer');
      const groups = places.flatMap((place) => open(place, limits, tasks, name) ?? []);
      const started = launch([...joining(shell, groups), ...command], descriptors);
      let ranOut = false;
      const remove = () => {
        ranOut = groups.some(hasRunOut);
        for (const group of groups) close(group, retries);
      };
      started.child.once('exit', remove).once('error', remove);
      return { ...started, ...(freeze && freezing(groups, started)), ranOut: () => ranOut };
    },
  };
}

/** Version 1 and version 2 count alike, in files of their own. */
function hasRunOut(group: string): boolean {
  const told = ['memory.oom_control', 'memory.events'].map((file) => readOrUndefined(path.join(group, file)) ?? '');
  return /^oom_kill [1-9]/m.test(told.join('\n'));
}

function freezing(groups: string[], { child }: Started): Pick<Started, 'pause' | 'resume'> {
  const found = groups.flatMap((group) => freezerOf(group) ?? []);
  // A frozen process of version 1 does not even die.
  for (const { file, thaw } of found) writeWithUs(child, file, thaw);
  const each = (word: 'freeze' | 'thaw') => () => {
    for (const freezer of found) tryWrite(freezer.file, freezer[word]);
  };
  return { pause: each('freeze'), resume: each('thaw') };
}

/** With the full path of its file. */
function freezerOf(group: string): Freezer | undefined {
  const all = Object.values(freezers).map((freezer) => ({ ...freezer, file: path.join(group, freezer.file) }));
  return all.find(({ file }) => existsSync(file));
}

/** A shell that enters the groups and then becomes the command: nothing of it ever runs outside. */
function joining(shell: string, groups: string[]): string[] {
  const enter = groups.map((_, i) => `{ echo 0 >"$${i + 1}"; } 2>/dev/null; `).join('');
  const files = groups.map((group) => path.join(group, 'cgroup.procs'));
  return [shell, '-c', `${enter}shift ${groups.length}; exec "$@"`, 'sh', ...files];
}

/** Makes a group and limits it. @returns its folder, or undefined where that fails */
function open({ controllers, folder }: GroupFolder, limits: Limits, tasks: number, name: string): string | undefined {
  const group = path.join(folder, name);
  try {
    mkdirSync(group);
    for (const [file, value] of limitFiles[controllers](limits, tasks)) {
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
    const freezer = freezerOf(group);
    if (freezer) tryWrite(freezer.file, freezer.thaw);
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
  const group = open(place, limits, maxTasks, `${groupPrefix}${process.pid}-test${made++}`);
  if (!group) return false;
  const [first] = limitFiles[place.controllers](limits, maxTasks);
  const held = first ? says(path.join(group, first[0]), String(first[1])) : canFreeze(group);
  close(group, 0);
  return held;
}

function says(file: string, value: string): boolean {
  return readOrUndefined(file)?.trim() === value;
}

function canFreeze(group: string): boolean {
  const freezer = freezerOf(group);
  if (!freezer) return false;
  tryWrite(freezer.file, freezer.freeze);
  const frozen = says(freezer.file, freezer.freeze);
  tryWrite(freezer.file, freezer.thaw);
  return frozen;
}

function tryWrite(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch {
    // The group has gone, or we may not.
  }
}

/** Groups of graders that were killed before they could tidy up. One that is not empty stays. */
function forgetOld(folder: string): void {
  for (const name of readdirSync(folder)) {
    const pid = name.startsWith(groupPrefix) ? name.slice(groupPrefix.length).split('-')[0] : undefined;
    if (pid && !existsSync(`/proc/${pid}`)) close(path.join(folder, name), 0);
  }
}
