import { mkdir, writeFile } from 'node:fs/promises';
import { availableParallelism, cpus, loadavg, totalmem } from 'node:os';
import path from 'node:path';
import { projectRoot } from '#lib/env.ts';

export const describeMachine = () => ({
  processor: cpus()[0]?.model ?? process.arch,
  cores: availableParallelism(),
  memoryGiB: Math.round(totalmem() / 2 ** 30),
  node: process.version,
  /** Of the last minute: above 0.5, the numbers are of a busy machine. */
  load: loadavg()[0] ?? 0,
});

/** Writes results to `tests/.results/<name>.json`. */
export async function save(name: string, results: unknown): Promise<void> {
  const file = path.join(projectRoot, `tests/.results/${name}.json`);
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, `${JSON.stringify(results, null, 2)}\n`);
  console.log(`\nWritten to ${path.relative(projectRoot, file)}`);
}
