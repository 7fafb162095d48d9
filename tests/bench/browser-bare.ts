import * as tf from '@tensorflow/tfjs';
import { startWasm } from '#lib/harness/backend.ts';
import type { Split } from '#lib/harness/protocol.ts';
import { compileModel, createModel, epochs } from './browser-work.ts';

/** The work in the page itself, with the same backend and nothing between. @returns when each epoch ended, in ms */
export async function trainBare(wasmUrl: string, train: Split): Promise<number[]> {
  const binary = await (await fetch(wasmUrl)).arrayBuffer();
  await startWasm(tf, new Uint8Array(binary));
  const x = tf.tensor(train.x.data, train.x.shape);
  const y = tf.tensor(train.y.data, train.y.shape);
  const model = createModel(tf);
  compileModel(tf, model);
  const ends: number[] = [];
  const onEpochEnd = () => void ends.push(performance.now());
  await model.fit(x, y, { epochs, batchSize: 64, callbacks: { onEpochEnd } });
  return ends;
}
