import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

/** Whether a process with this number runs, ours or not. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/**
 * When a process started, in whatever form the system tells it: with its number it names a process for good, because
 * numbers are used again. Null when there is no such process.
 */
export async function startOf(pid: number): Promise<string | null> {
  if (process.platform === 'linux') {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null);
    // Field 22, counted from behind the name, which may itself hold spaces and brackets. A zombie has ended.
    const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields && fields[0] !== 'Z' ? (fields[19] ?? null) : null;
  }
  const listed = await promisify(execFile)('ps', ['-o', 'lstart=', '-p', String(pid)]).catch(() => null);
  return listed?.stdout.trim() || null;
}

/** Number and command line of a process's parent; null when the process or its parent is gone. */
export async function parentOf(pid: number): Promise<{ pid: number; command: string } | null> {
  const ps = promisify(execFile);
  if (process.platform === 'linux') {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null);
    const parent = Number(stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
    if (!parent) return null;
    const command = await readFile(`/proc/${parent}/cmdline`, 'utf8').catch(() => '');
    return { pid: parent, command: command.replaceAll('\0', ' ') };
  }
  const found = await ps('ps', ['-o', 'ppid=', '-p', String(pid)]).catch(() => null);
  const parent = Number(found?.stdout);
  if (!parent) return null;
  const listed = await ps('ps', ['-o', 'args=', '-p', String(parent)]).catch(() => null);
  return { pid: parent, command: listed?.stdout.trim() ?? '' };
}
