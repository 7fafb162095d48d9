import type { Job } from '#lib/harness/protocol.ts';
import type { Isolate } from '#lib/sandbox/isolate.ts';
import { findIsolates } from '#lib/sandbox/sandbox.ts';
import { plainNode, runWhole } from './processes.ts';
import { median, row, type Table } from './table.ts';

const rounds = 8;

/** The least a student's file can be: what remains is starting a process, loading tfjs and ending it. */
const smallest: Job = {
  kind: 'build',
  code: `import * as tf from '@tensorflow/tfjs';
    export const createModel = () => tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [1] })] });
    export async function train() {}`,
  task: { inputShape: [1], outputShape: [1], maxParameters: 10 },
  seed: 1,
};

/** What a process costs from its start to its end in each isolate of this machine, against none. */
export async function benchIsolates(folder: string): Promise<Table> {
  const plain = await plainNode(folder);
  const found = await findIsolates(folder);
  const present = found.filter((candidate): candidate is Isolate => 'start' in candidate);
  const all = [{ what: 'no isolate', isolate: plain }, ...present.map((isolate) => ({ what: isolate.name, isolate }))];
  const times = all.map(({ what, isolate }) => ({ what, isolate, ms: [] as number[] }));
  for (const { isolate } of times) await runWhole(isolate, smallest); // its files are in memory now
  // In turns, so that a busy moment meets all alike.
  for (let round = 0; round < rounds; round++) {
    for (const { isolate, ms } of times) ms.push((await runWhole(isolate, smallest)).ms);
  }
  const base = median(times[0]?.ms ?? []);
  const missing = found.flatMap((each) => ('start' in each ? [] : [`${each.name} is not here: ${each.reason}`]));
  return {
    title: 'A process from its start to its end, building the smallest model',
    rows: times.map(({ what, ms }) => row(what, ms, base)),
    notes: missing,
  };
}
