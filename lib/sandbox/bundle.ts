import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'esbuild';
import { projectRoot } from '#lib/env.ts';
import { wasmPath } from '#lib/harness/wasm-file.ts';

/** What lies in the folder that sandboxed processes read: the programs, each in one file, and the WASM beside them. */
export type Bundle = { files: Map<string, Uint8Array>; hash: string };

const banner = [
  "import { createRequire as createRequireForBundle } from 'node:module';",
  'const require = createRequireForBundle(import.meta.url);',
  // emscripten's module looks for them, and Node refuses a mixture of both module formats otherwise.
  'const __dirname = import.meta.dirname, __filename = import.meta.filename;',
].join('\n');

/**
 * Bundles the harness for Node. The ES2017 build of tfjs (`module` before `main`) is several times faster than the one
 * Node would pick, and its backends register themselves by side effects that its package.json denies having.
 */
export async function bundleHarness(): Promise<Bundle> {
  const result = await build({
    entryPoints: {
      harness: path.join(projectRoot, 'lib/harness/node.ts'),
      probe: path.join(projectRoot, 'lib/sandbox/probe.ts'),
    },
    absWorkingDir: projectRoot,
    outdir: '/bundle',
    outExtension: { '.js': '.mjs' },
    write: false,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node26',
    mainFields: ['module', 'main'],
    ignoreAnnotations: true,
    minify: true,
    keepNames: true,
    legalComments: 'none',
    banner: { js: banner },
    logLevel: 'silent',
  });
  const files = new Map<string, Uint8Array>(
    result.outputFiles.map((file): [string, Uint8Array] => [path.basename(file.path), file.contents]),
  );
  files.set('tfjs-backend-wasm-simd.wasm', await readFile(wasmPath()));
  return { files, hash: hashOf(files) };
}

function hashOf(files: Map<string, Uint8Array>): string {
  const hash = createHash('sha256');
  for (const [name, bytes] of [...files].sort(([a], [b]) => (a < b ? -1 : 1))) {
    hash.update(`${name}\0${bytes.length}\0`).update(bytes);
  }
  return hash.digest('hex').slice(0, 24);
}
