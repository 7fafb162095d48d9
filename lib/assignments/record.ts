import { createHash } from 'node:crypto';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'esbuild';
import { z } from 'zod';
import { projectRoot } from '#lib/env.ts';
import type { FileCheck } from './check.ts';

/**
 * `checked.json` in an assignment's folder: that these very files passed the check, and with what. It is committed, so
 * that a first start can publish without training anything.
 */
const recordFile = 'checked.json';

const recordSchema = z.object({ hash: z.string() });

/** `stale`: the folder, or what checks and grades it, has changed since it passed. */
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
  const files = checks.map(({ file, found, metrics, cpuSeconds, memoryMiB }) => ({
    file,
    found,
    metrics,
    cpuSeconds,
    memoryMiB,
  }));
  await writeFile(path.join(folder, recordFile), `${JSON.stringify({ hash, seed, files }, null, 2)}\n`);
}

export async function removeRecord(folder: string): Promise<void> {
  await rm(path.join(folder, recordFile), { force: true });
}

/**
 * SHA-256 over all that decides how a submission is graded: the names and contents of the folder's files and data, and
 * the code of builder, check, grader and harness. It is the same in every checkout, whatever its place and line ends.
 * @param root where the code lies
 */
export async function hashFolder(folder: string, root = projectRoot): Promise<string> {
  const hash = createHash('sha256');
  // A builder that cannot be bundled cannot be loaded either: the check will say so.
  const builder = await bundle(path.join(folder, 'data.ts'), root).catch(() => null);
  const programs = await Promise.all(programsOfGrading.map((file) => bundle(path.join(root, file), root)));
  for (const { code, packages } of [...(builder ? [builder] : []), ...programs]) {
    hash.update(`${code.length} ${packages.join()}\n`).update(code);
  }
  for (const [name, file] of await listFiles(folder, builder?.sources ?? [])) {
    const bytes = await readContent(file);
    hash.update(`${name} ${bytes.length}\n`).update(bytes);
  }
  return hash.digest('hex');
}

/** The check with everything outside the sandbox, and what runs inside. */
const programsOfGrading = ['lib/assignments/check.ts', 'lib/harness/node.ts'];

/** A program as one text without comments, types and places, so that only what it does counts; packages by version. */
async function bundle(file: string, root: string) {
  const { outputFiles, metafile } = await build({
    entryPoints: [file],
    absWorkingDir: root,
    write: false,
    metafile: true,
    bundle: true,
    minify: true,
    legalComments: 'none',
    platform: 'node',
    format: 'esm',
    packages: 'external',
    logLevel: 'silent',
  });
  const imports = Object.values(metafile.inputs).flatMap((input) => input.imports);
  const outside = new Set(imports.filter(({ external }) => external).map((one) => one.path));
  const versions = await pinnedVersions(root);
  const packages = Object.keys(versions).filter((name) => outside.has(name));
  return {
    code: outputFiles.map(({ text }) => text).join(''),
    sources: Object.keys(metafile.inputs),
    packages: packages.map((name) => `${name} ${versions[name]}`).sort(),
  };
}

async function pinnedVersions(root: string): Promise<Record<string, string>> {
  const text = await readFile(path.join(root, 'package.json'), 'utf8');
  return z.object({ dependencies: z.record(z.string(), z.string()) }).parse(JSON.parse(text)).dependencies;
}

/** A checkout may have given a text other line ends. */
async function readContent(file: string): Promise<Uint8Array> {
  const bytes = await readFile(file);
  return /\.(ts|json|mdx|md|txt|csv)$/.test(file)
    ? Buffer.from(bytes.toString('utf8').replaceAll('\r\n', '\n'))
    : bytes;
}

/** Name in the hash, and place: the folder's own files, and those of every data set from which its builder takes code. */
async function listFiles(folder: string, sources: string[]): Promise<[string, string][]> {
  const own = await filesBelow(folder);
  const sets = [...new Set(sources.flatMap((source) => /_data\/([\w.-]+)\//.exec(source)?.[1] ?? []))].sort();
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
