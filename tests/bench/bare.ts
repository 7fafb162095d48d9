import { readFileSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs';
import { startWasm } from '#lib/harness/backend.ts';
import { JobReader } from '#lib/harness/frames.ts';
import { loadModel, predictAll } from '#lib/harness/model.ts';

/**
 * The prediction of a grade and nothing else: no pipe, no frames, no process of its own a second time. Arguments: the
 * WASM binary, a file with a `predict` job, how often to predict. Says how many milliseconds each took.
 */
async function predict([wasm = '', file = '', times = '1']: string[]): Promise<number[]> {
  await startWasm(tf, readFileSync(wasm));
  const [job] = new JobReader().push(readFileSync(file));
  if (job?.kind !== 'predict') throw new Error('This is no prediction.');
  const took: number[] = [];
  for (let i = 0; i < Number(times); i++) {
    const start = performance.now();
    const model = await loadModel(tf, job.topology, job.weights, job.task);
    await predictAll(tf, model, job.x, job.task);
    model.dispose();
    took.push(performance.now() - start);
  }
  return took;
}

void predict(process.argv.slice(2)).then((took) => console.log(JSON.stringify(took)));
