import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { encodeJob } from '#lib/harness/frames.ts';
import { wasmPath } from '#lib/harness/wasm-file.ts';
import { bundling } from '#lib/sandbox/bundle.ts';
import type { Reference } from './reference.ts';

export type BareTimes = { cold: number[]; warm: number[] };

/** The reference's prediction in a bare Node: a process for each (cold), and again and again in one (warm). */
export async function predictBare(folder: string, reference: Reference): Promise<BareTimes> {
  const script = await bundle(folder);
  const job = path.join(folder, 'predict.job');
  const { topology, weights, task, hidden: x } = reference;
  await writeFile(job, Buffer.concat(encodeJob({ kind: 'predict', topology, weights, task, x })));
  const run = async (times: number): Promise<number[]> => {
    const { stdout } = await promisify(execFile)(process.execPath, [script, wasmPath(), job, String(times)]);
    return JSON.parse(stdout);
  };
  const cold: number[] = [];
  for (let round = 0; round < 5; round++) {
    const start = performance.now();
    await run(1);
    cold.push(performance.now() - start);
  }
  // The first three still compile.
  return { cold, warm: (await run(10)).slice(3) };
}

/** Bundled as the sandbox's program is: the build of tfjs that Node would pick by itself is several times slower. */
async function bundle(folder: string): Promise<string> {
  const outfile = path.join(folder, 'bare.cjs');
  await build({
    entryPoints: [path.join(import.meta.dirname, 'bare.ts')],
    outfile,
    bundle: true,
    format: 'cjs',
    ...bundling,
  });
  return outfile;
}
