import { readdirSync, readFileSync } from 'node:fs';

/** Processes, and what Linux tells about them under /proc. Elsewhere, and of processes that have gone, it tells nothing. */

/** The kernel reports times in hundredths of a second on every machine we support. */
const ticksPerSecond = 100;

/** Processor seconds that a process, its threads and its living descendants have used, or undefined. */
export function cpuSecondsOf(pid: number): number | undefined {
  const own = ticksOf(pid);
  if (own === undefined) return undefined;
  return childrenOf(pid).reduce((sum, child) => sum + (cpuSecondsOf(child) ?? 0), own / ticksPerSecond);
}

/** User and system time of a process, and of the children it has waited for. */
function ticksOf(pid: number): number | undefined {
  const stat = readOrUndefined(`/proc/${pid}/stat`);
  // Counted from behind the name, which may itself hold spaces and brackets.
  const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ');
  return fields?.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks), 0);
}

/**
 * The most private writable memory, in MiB, that one of a process and its living descendants has now: what RLIMIT_DATA
 * counts, used or only reserved. Undefined where there is nothing to read.
 */
export function dataMiBOf(pid: number): number | undefined {
  const kibibytes = /^VmData:\s+(\d+) kB$/m.exec(readOrUndefined(`/proc/${pid}/status`) ?? '')?.[1];
  if (kibibytes === undefined) return undefined;
  return Math.max(Number(kibibytes) / 1024, ...childrenOf(pid).map((child) => dataMiBOf(child) ?? 0));
}

/** Those of all its threads: each has its own. */
export function childrenOf(pid: number): number[] {
  const listed = threadsOf(pid).map((thread) => readOrUndefined(`/proc/${pid}/task/${thread}/children`) ?? '');
  return listed.join(' ').split(' ').filter(Boolean).map(Number);
}

function threadsOf(pid: number): string[] {
  try {
    return readdirSync(`/proc/${pid}/task`);
  } catch {
    return [];
  }
}

export function readOrUndefined(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

export function trySignal(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It has gone by itself.
  }
}
