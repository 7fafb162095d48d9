import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import * as tf from '@tensorflow/tfjs';
import { startWasm } from '#lib/harness/backend.ts';
import { JobReader } from '#lib/harness/frames.ts';
import type { Job } from '#lib/harness/protocol.ts';
import { createHarness } from '#lib/harness/run.ts';

/**
 * The work of a grade and nothing else: the student's code is compiled and builds its model, which then predicts; once
 * for every line that comes in. Arguments: the WASM binary, a file for each job. Says in a line how many milliseconds
 * each job took.
 */
async function work([wasm = '', ...files]: string[]): Promise<void> {
  const backend = await startWasm(tf, readFileSync(wasm));
  const jobs = files.map((file) => onlyJobIn(readFileSync(file)));
  const failures: string[] = [];
  const emit: Parameters<typeof createHarness>[0]['emit'] = (event) => {
    if (event.type === 'failure') failures.push(JSON.stringify(event.note));
  };
  const harness = createHarness({ tf, emit, backend });
  for await (const _line of createInterface({ input: process.stdin })) {
    const took: number[] = [];
    for (const job of jobs) {
      const start = performance.now();
      await harness.run(job);
      took.push(performance.now() - start);
    }
    if (failures.length > 0) throw new Error(failures[0]);
    console.log(JSON.stringify(took));
  }
}

function onlyJobIn(bytes: Uint8Array): Job {
  const [job] = new JobReader().push(bytes);
  if (!job || job.kind === 'ahead') throw new Error('This is no job.');
  return job;
}

void work(process.argv.slice(2));
