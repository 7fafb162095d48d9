import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { type Manifest, manifestSchema } from '#lib/assignments/core/manifest.ts';
import { buildSplits, readFolder } from '#lib/assignments/folder.ts';
import { taskOf } from '#lib/grading/core/plan.ts';
import type { HiddenSplit } from '#lib/grading/datasets.ts';
import type { Job, Task, TensorData } from '#lib/harness/protocol.ts';
import { decode, encode } from '#lib/harness/safetensors.ts';
import { plainNode, runWhole } from './processes.ts';

export const slug = '06-cnn-translation';
const assignment = path.resolve(import.meta.dirname, '../../assignments', slug);

/** The reference solution with the weights it trains, and inputs of as many rows as a grade has. */
export type Reference = {
  code: string;
  topology: string;
  /** As trained. */
  weights: Uint8Array;
  /** As much work, but it always says the same digit: few points, so that no grade begins a verification. */
  stubborn: Uint8Array;
  manifest: Manifest;
  task: Task;
  /** What a grader asks and compares, and the inputs alone. */
  splits: HiddenSplit[];
  hidden: TensorData;
  trainMs: number;
};

/** Trains the reference solution for four of its eleven epochs, in plain Node: a few seconds. @param folder for the harness's bundle */
export async function trainReference(folder: string): Promise<Reference> {
  console.log('Training the reference solution …');
  const manifest = manifestSchema.parse((await readFolder(assignment)).manifest);
  const { train, validation, public: open, private: secret } = await buildSplits(assignment, manifest, 'bench');
  const code = shorter(await readFile(path.join(assignment, 'solution.ts'), 'utf8'));
  const task = taskOf(manifest);
  const job: Job = { kind: 'train', code, task, seed: manifest.seed, train, validation, quick: false };
  const { ms, events } = await runWhole(await plainNode(folder), job);
  const topology = events.find((event) => event.type === 'model')?.topology;
  const weights = events.findLast((event) => event.type === 'weights')?.bytes;
  if (!topology || !weights) throw new Error('The reference solution yields no model.');
  const hidden = joined(open.x, secret.x);
  const splits: HiddenSplit[] = [
    { split: 'public', ...open },
    { split: 'private', ...secret },
  ];
  return { code, topology, weights, stubborn: biased(weights), manifest, task, splits, hidden, trainMs: ms };
}

/** Neither model nor prediction cost less for it: only this training, and the grader's verification of it. */
function shorter(solution: string): string {
  const code = solution.replace('trainFor(8,', 'trainFor(3,').replace('trainFor(3, 0.0008', 'trainFor(1, 0.0008');
  if (!code.includes('trainFor(1,') || code.includes('trainFor(8,')) throw new Error('The reference solution changed.');
  return code;
}

function joined(a: TensorData, b: TensorData): TensorData {
  const data = new Float32Array(a.data.length + b.data.length);
  data.set(a.data);
  data.set(b.data, a.data.length);
  return { shape: [(a.shape[0] ?? 0) + (b.shape[0] ?? 0), ...a.shape.slice(1)], data };
}

/** The last tensor is the bias of the ten outputs. */
function biased(weights: Uint8Array): Uint8Array {
  const tensors = decode(weights);
  const bias = tensors.at(-1)?.data;
  if (bias) bias[0] = 1000;
  return encode(tensors);
}
