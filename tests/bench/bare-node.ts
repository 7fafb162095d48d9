import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { z } from 'zod';
import { encodeJob } from '#lib/harness/frames.ts';
import type { Job } from '#lib/harness/protocol.ts';
import { wasmPath } from '#lib/harness/wasm-file.ts';
import { bundling } from '#lib/sandbox/bundle.ts';
import type { Reference } from './reference.ts';

/** Milliseconds of each round. `predicting` is part of `warm`. */
export type BareTimes = { cold: number[]; warm: number[]; predicting: number[] };

/** The work of grading the reference in a bare Node: a process for each (cold), and again and again in one (warm). */
export async function gradeBare(folder: string, reference: Reference): Promise<BareTimes> {
  const script = await bundle(folder);
  const { code, topology, weights, task, hidden: x } = reference;
  const jobs: Job[] = [
    { kind: 'build', code, task, seed: 1, weights },
    { kind: 'predict', topology, weights, task, x },
  ];
  const files = jobs.map(({ kind }) => path.join(folder, `${kind}.job`));
  for (const [i, job] of jobs.entries()) await writeFile(files[i] ?? '', Buffer.concat(encodeJob(job)));
  const run = async (times: number) => {
    const { stdout } = await promisify(execFile)(process.execPath, [script, wasmPath(), String(times), ...files]);
    return z.array(z.tuple([z.number(), z.number()])).parse(JSON.parse(stdout));
  };
  const cold: number[] = [];
  for (let round = 0; round < 5; round++) {
    const start = performance.now();
    await run(1);
    cold.push(performance.now() - start);
  }
  // The first three still compile.
  const rounds = (await run(10)).slice(3);
  const [warm, predicting] = [rounds.map(([build, predict]) => build + predict), rounds.map(([, predict]) => predict)];
  return { cold, warm, predicting };
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
