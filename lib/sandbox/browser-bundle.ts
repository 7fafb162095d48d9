import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'esbuild';
import type { SandboxUrls } from '#lib/harness/browser-frame.ts';
import { paths } from '#lib/paths.ts';

type File = { name: string; type: string; bytes: Uint8Array<ArrayBuffer> };
type Bundle = { script: File; wasm: File; sources: string[]; builtAt: number };

const entry = 'lib/harness/browser-worker.ts';
const wasmFile = 'node_modules/@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-simd.wasm';

// On globalThis, because pages, routes and the host's process each load this module for themselves.
const shared = globalThis as typeof globalThis & { courseBrowserBundle?: Promise<Bundle> | null };

/** Builds ahead of the first visitor, who would wait a second for it. Should it fail, that visitor is told why. */
export function prepareBrowserBundle(): void {
  getBundle().catch(() => {});
}

/** Addresses of the frame, the harness and its WASM binary: change when their bytes do, and may be kept for ever. */
export async function sandboxUrls(): Promise<SandboxUrls> {
  const { script, wasm } = await getBundle();
  return { frame: paths.sandboxFrame(), bundle: paths.sandboxFile(script.name), wasm: paths.sandboxFile(wasm.name) };
}

export async function findSandboxFile(name: string): Promise<File | null> {
  const { script, wasm } = await getBundle();
  return [script, wasm].find((file) => file.name === name) ?? null;
}

/** Built once a process; again in development, after the harness was edited. */
async function getBundle(): Promise<Bundle> {
  const known = shared.courseBrowserBundle;
  if (known && process.env.NODE_ENV !== 'production' && (await isStale(await known))) shared.courseBrowserBundle = null;
  shared.courseBrowserBundle ??= makeBundle();
  shared.courseBrowserBundle.catch(() => {
    shared.courseBrowserBundle = null; // the next request tries again
  });
  return shared.courseBrowserBundle;
}

async function isStale({ sources, builtAt }: Bundle): Promise<boolean> {
  const times = await Promise.all(sources.map(async (file) => (await stat(inRoot(file))).mtimeMs));
  return times.some((time) => time > builtAt);
}

async function makeBundle(): Promise<Bundle> {
  const builtAt = Date.now();
  const { outputFiles, metafile } = await build({
    entryPoints: [inRoot(entry)],
    absWorkingDir: process.cwd(),
    bundle: true,
    write: false,
    minify: true,
    metafile: true,
    format: 'iife',
    platform: 'browser',
    target: 'es2022',
    legalComments: 'none',
    // tfjs says that its files have no side effects, but some register its backends.
    ignoreAnnotations: true,
    logLevel: 'silent',
  });
  const [output] = outputFiles;
  if (!output) throw new Error('The harness gave no bundle.');
  const sources = Object.keys(metafile.inputs).filter((file) => file.startsWith('lib/'));
  return {
    script: named('harness', 'js', 'text/javascript; charset=utf-8', output.contents),
    wasm: named('tfjs', 'wasm', 'application/wasm', await readFile(inRoot(wasmFile))),
    sources,
    builtAt,
  };
}

const inRoot = (file: string) => path.join(/* turbopackIgnore: true */ process.cwd(), file);

function named(stem: string, ending: string, type: string, bytes: Uint8Array): File {
  const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 20);
  return { name: `${stem}-${hash}.${ending}`, type, bytes: Uint8Array.from(bytes) };
}
