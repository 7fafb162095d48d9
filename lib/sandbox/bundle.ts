import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type BuildOptions, build, version } from 'esbuild';
import { z } from 'zod';
import { projectRoot } from '#lib/env.ts';
import { wasmPath } from '#lib/harness/wasm-file.ts';

/** What lies in the folder that sandboxed processes read: the programs, each in one file, and the WASM beside them. */
export type Bundle = { files: Map<string, Uint8Array>; hash: string };

/** How everything that runs tfjs in Node is bundled. */
export const bundling = {
  platform: 'node',
  target: 'node26',
  mainFields: ['module', 'main'],
  ignoreAnnotations: true,
  minify: true,
  keepNames: true,
  legalComments: 'none',
  logLevel: 'silent',
} as const satisfies BuildOptions;

/** What the files were made of: each source with its size and time, and the bundler. */
const recordSchema = z.object({
  bundler: z.string(),
  sources: z.record(z.string(), z.tuple([z.number(), z.number()])),
  outputs: z.array(z.string()),
});
const recordName = 'made-of.json';

/** The bundle, made anew only when one of its sources has changed. @param folder keeps it between starts */
export async function bundleHarness(folder: string): Promise<Bundle> {
  const files = (await readKept(folder).catch(() => undefined)) ?? (await makeAndKeep(folder));
  files.set('tfjs-backend-wasm-simd.wasm', await readFile(wasmPath()));
  return { files, hash: hashOf(files) };
}

type Files = Bundle['files'];

async function readKept(folder: string): Promise<Files | undefined> {
  const record = recordSchema.parse(JSON.parse(await readFile(path.join(folder, recordName), 'utf8')));
  if (record.bundler !== version) return undefined;
  const now = await stamps(Object.keys(record.sources));
  if (JSON.stringify(now) !== JSON.stringify(record.sources)) return undefined;
  const files: Files = new Map();
  for (const name of record.outputs) files.set(name, await readFile(path.join(folder, name)));
  return files;
}

async function stamps(sources: string[]): Promise<Record<string, [size: number, time: number]>> {
  const stamped = await Promise.all(
    sources.map(async (source): Promise<[string, [number, number]]> => {
      const { size, mtimeMs } = await stat(path.resolve(projectRoot, source));
      return [source, [size, mtimeMs]];
    }),
  );
  return Object.fromEntries(stamped);
}

/** Written beside the old one and renamed, so that two graders that start together do not mix theirs. */
async function makeAndKeep(folder: string): Promise<Files> {
  const { files, sources } = await make();
  const draft = `${folder}-${process.pid}`;
  await mkdir(draft, { recursive: true });
  for (const [name, bytes] of files) await writeFile(path.join(draft, name), bytes);
  const record = { bundler: version, sources: await stamps(sources), outputs: [...files.keys()] };
  await writeFile(path.join(draft, recordName), JSON.stringify(record));
  await rm(folder, { recursive: true, force: true });
  // Another grader may be first: its bundle is as good.
  await rename(draft, folder).catch(() => rm(draft, { recursive: true, force: true }));
  return files;
}

/**
 * Bundles the programs for Node. The ES2017 build of tfjs (`module` before `main`) is several times faster than the one
 * Node would pick, and its backends register themselves by side effects that its package.json denies having.
 */
async function make(): Promise<{ files: Files; sources: string[] }> {
  const made = [
    await bundled('lib/harness/node.ts', 'harness.js', 'cjs', asFunction),
    await bundled('lib/sandbox/load.ts', 'load.cjs', 'cjs'),
    await bundled('lib/sandbox/probe.ts', 'probe.mjs', 'esm'),
  ];
  const files: Files = new Map(made.flatMap(({ files }) => files));
  // This file too: it says how.
  return { files, sources: [...new Set(made.flatMap(({ sources }) => sources)), 'lib/sandbox/bundle.ts'] };
}

/** What `load.ts` calls. */
const asFunction = { banner: { js: '(function (require, __dirname, __filename) {' }, footer: { js: '})' } };

async function bundled(
  source: string,
  name: string,
  format: 'cjs' | 'esm',
  around: Pick<BuildOptions, 'banner' | 'footer'> = {},
) {
  const result = await build({
    entryPoints: [path.join(projectRoot, source)],
    absWorkingDir: projectRoot,
    outfile: path.join('/bundle', name),
    write: false,
    metafile: true,
    bundle: true,
    format,
    ...bundling,
    ...around,
  });
  const files = result.outputFiles.map((file): [string, Uint8Array] => [path.basename(file.path), file.contents]);
  return { files, sources: Object.keys(result.metafile.inputs).filter((input) => !input.startsWith('(')) };
}

function hashOf(files: Map<string, Uint8Array>): string {
  const hash = createHash('sha256');
  for (const [name, bytes] of [...files].sort(([a], [b]) => (a < b ? -1 : 1))) {
    hash.update(`${name}\0${bytes.length}\0`).update(bytes);
  }
  return hash.digest('hex').slice(0, 24);
}
