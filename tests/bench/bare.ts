import { readFileSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs';
import { startWasm } from '#lib/harness/backend.ts';
import { JobReader } from '#lib/harness/frames.ts';
import type { Job } from '#lib/harness/protocol.ts';
import { createHarness } from '#lib/harness/run.ts';

/**
 * The work of a grade and nothing else, no pipe, no process of its own a second time: the student's code is compiled and
 * builds its model, which then predicts. Arguments: the WASM binary, how often to do it, a file for each job. Says how
 * many milliseconds each job took, each time.
 */
async function work([wasm = '', times = '1', ...files]: string[]): Promise<number[][]> {
  const backend = await startWasm(tf, readFileSync(wasm));
  const jobs = files.map((file) => onlyJobIn(readFileSync(file)));
  const failures: string[] = [];
  const emit: Parameters<typeof createHarness>[0]['emit'] = (event) => {
    if (event.type === 'failure') failures.push(JSON.stringify(event.note));
  };
  const harness = createHarness({ tf, emit, backend });
  const took: number[][] = [];
  for (let i = 0; i < Number(times); i++) {
    const each: number[] = [];
    for (const job of jobs) {
      const start = performance.now();
      await harness.run(job);
      each.push(performance.now() - start);
    }
    took.push(each);
  }
  if (failures.length > 0) throw new Error(failures[0]);
  return took;
}

function onlyJobIn(bytes: Uint8Array): Job {
  const [job] = new JobReader().push(bytes);
  if (!job || job.kind === 'ahead') throw new Error('This is no job.');
  return job;
}

void work(process.argv.slice(2)).then((took) => console.log(JSON.stringify(took)));
