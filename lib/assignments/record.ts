import { createHash } from 'node:crypto';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import type { FileCheck } from './check.ts';

/**
 * `checked.json` in an assignment's folder: that these very files passed the check, and with what. It is committed, so
 * that a first start can publish without training anything.
 */
const recordFile = 'checked.json';

/** Raised when the check asks for more than before: every record is stale then. */
const checkVersion = 1;

const recordSchema = z.object({ hash: z.string() });

/** `stale`: the folder has changed since it passed. */
export type RecordState = 'fresh' | 'stale' | 'missing';

export async function stateOfRecord(folder: string): Promise<RecordState> {
  const text = await readFile(path.join(folder, recordFile), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (text === null) return 'missing';
  return hashIn(text) === (await hashFolder(folder)) ? 'fresh' : 'stale';
}

/** Null where the text is no record: a merge may have left its marks in it. */
function hashIn(text: string): string | null {
  try {
    return recordSchema.parse(JSON.parse(text)).hash;
  } catch {
    return null;
  }
}

/** @param hash of the folder as it was when the check began */
export async function writeRecord(folder: string, hash: string, seed: string, checks: FileCheck[]): Promise<void> {
  const files = checks.map(({ file, found, metrics, cpuSeconds }) => ({ file, found, metrics, cpuSeconds }));
  await writeFile(path.join(folder, recordFile), `${JSON.stringify({ hash, seed, files }, null, 2)}\n`);
}

export async function removeRecord(folder: string): Promise<void> {
  await rm(path.join(folder, recordFile), { force: true });
}

/** SHA-256 over the names and bytes of all that decides how a submission is graded. */
export async function hashFolder(folder: string): Promise<string> {
  const hash = createHash('sha256').update(`check ${checkVersion}\n`);
  for (const [name, file] of await listFiles(folder)) {
    const bytes = await readFile(file);
    hash.update(`${name} ${bytes.length}\n`).update(bytes);
  }
  return hash.digest('hex');
}

/** Name in the hash, and place: the folder's own files, and those of every data set that its `data.ts` names. */
async function listFiles(folder: string): Promise<[string, string][]> {
  const own = await filesBelow(folder);
  const builder = await readFile(path.join(folder, 'data.ts'), 'utf8').catch(() => '');
  const sets = [...new Set([...builder.matchAll(/_data\/([\w.-]+)\//g)].map(([, name]) => name ?? ''))].sort();
  const data = await Promise.all(
    sets.map(async (set) => {
      const files = await filesBelow(path.join(folder, '../_data', set));
      return files.map((name) => path.posix.join('../_data', set, name));
    }),
  );
  return [...own, ...data.flat()].filter(decides).map((name) => [name, path.join(folder, name)]);
}

/** Neither the record itself nor what measures and tests an assignment. */
const decides = (name: string) =>
  name !== recordFile && !/(^|\/)(measure\.ts|measurements\.json|[^/]+\.test\.ts)$/.test(name);

/** Paths with `/`, relative to the folder, sorted; editors' hidden files are left out. */
async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).replaceAll(path.sep, '/'))
    .sort();
}
