import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { build } from 'esbuild';
import { z } from 'zod';
import { encodeJob } from '#lib/harness/frames.ts';
import type { Job } from '#lib/harness/protocol.ts';
import { wasmPath } from '#lib/harness/wasm-file.ts';
import { bundling } from '#lib/sandbox/bundle.ts';
import type { Reference } from './reference.ts';

/** The work of grading the reference in a bare Node, in milliseconds. */
export type Bare = {
  /** In a process of its own, from its start to its end. */
  cold: () => Promise<number>;
  /** Once more in one that lives. `predicting` is part of `whole`. */
  warm: () => Promise<{ whole: number; predicting: number }>;
  close: () => Promise<void>;
};

/** Opens the process that lives, and has it compile what it will do. */
export async function openBare(folder: string, reference: Reference): Promise<Bare> {
  const script = await bundle(folder);
  const { code, topology, weights, task, hidden: x } = reference;
  const jobs: Job[] = [
    { kind: 'build', code, task, seed: 1, weights },
    { kind: 'predict', topology, weights, task, x },
  ];
  const files = jobs.map(({ kind }) => path.join(folder, `${kind}.job`));
  for (const [i, job] of jobs.entries()) await writeFile(files[i] ?? '', Buffer.concat(encodeJob(job)));
  const start = () => {
    const child = spawn(process.execPath, [script, wasmPath(), ...files], { stdio: ['pipe', 'pipe', 'inherit'] });
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    const work = async () => {
      child.stdin.write('\n');
      const line = await lines.next();
      if (line.done) throw new Error('The bare process ended.');
      const [build, predicting] = z.tuple([z.number(), z.number()]).parse(JSON.parse(line.value));
      return { whole: build + predicting, predicting };
    };
    const end = async () => {
      child.stdin.end();
      if (child.exitCode === null) await once(child, 'exit');
    };
    return { work, end };
  };
  const living = start();
  for (let round = 0; round < 3; round++) await living.work();
  return {
    cold: async () => {
      const startedAt = performance.now();
      const { work, end } = start();
      await work();
      await end();
      return performance.now() - startedAt;
    },
    warm: living.work,
    close: living.end,
  };
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
