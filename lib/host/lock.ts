import { existsSync } from 'node:fs';
import { link, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { CourseError } from '#lib/errors.ts';
import { startOf } from '#lib/process.ts';

const holderSchema = z.object({
  pid: z.number().int(),
  /** When that process started: the number alone may since belong to another. */
  started: z.string(),
  /** A `host` serves the course until it is stopped, a `command` is done soon. */
  kind: z.enum(['host', 'command']),
  /** Set once the host is up. */
  databasePort: z.number().int().optional(),
  address: z.string().optional(),
  /** Set once it ends: it is only a matter of seconds. */
  stopping: z.boolean().optional(),
});
export type Holder = z.infer<typeof holderSchema>;

export type Lock = {
  /** Tells other processes more about this one. */
  announce: (facts: Pick<Holder, 'databasePort' | 'address' | 'stopping'>) => Promise<void>;
  release: () => Promise<void>;
};

const lockFile = (dataDir: string) => path.join(dataDir, 'holder.json');

/** The living process that works with `dataDir`, or null. What a killed process left behind does not count. */
export async function findHolder(dataDir: string): Promise<Holder | null> {
  const text = await readFile(lockFile(dataDir), 'utf8').catch(() => '');
  const parsed = holderSchema.safeParse(parseJson(text));
  if (!parsed.success) return null;
  return (await startOf(parsed.data.pid)) === parsed.data.started ? parsed.data : null;
}

/** Takes `dataDir` for this process; null when another living process has it. */
export async function takeLock(dataDir: string, kind: Holder['kind']): Promise<Lock | null> {
  await makeFolder(dataDir);
  const started = await startOf(process.pid);
  if (started === null) throw new Error('This process cannot see itself.');
  const self: Holder = { pid: process.pid, started, kind };
  const draft = `${lockFile(dataDir)}.${process.pid}`;
  await writeFile(draft, JSON.stringify(self), { mode: 0o600 });
  try {
    if (!(await claim(draft, dataDir))) return null;
  } finally {
    await rm(draft, { force: true });
  }
  return {
    announce: async (facts) => {
      await writeFile(draft, JSON.stringify(Object.assign(self, facts)), { mode: 0o600 });
      await rename(draft, lockFile(dataDir));
    },
    release: () => rm(lockFile(dataDir), { force: true }),
  };
}

/** Linking fails where the name exists, so of two processes one wins. */
async function claim(draft: string, dataDir: string): Promise<boolean> {
  for (let attempt = 0; attempt < 3; attempt++) {
    const won = await link(draft, lockFile(dataDir)).then(
      () => true,
      () => false,
    );
    if (won) return true;
    if (await findHolder(dataDir)) return false;
    await rm(lockFile(dataDir), { force: true });
  }
  return false;
}

/** @throws CourseError where nothing can be written */
export async function makeFolder(dataDir: string): Promise<void> {
  try {
    // Not recursive: where parents cannot be made (under /proc, say), Node would try for ever.
    if (!existsSync(dataDir)) await mkdir(dataDir, { mode: 0o700 });
    const probe = path.join(dataDir, `.writable-${process.pid}`);
    await writeFile(probe, '');
    await rm(probe);
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : 'error';
    throw new CourseError(
      500,
      `Cannot write to ${dataDir} (${reason}).`,
      'Make the folder writable for this user, free some space, or move the checkout.',
    );
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
