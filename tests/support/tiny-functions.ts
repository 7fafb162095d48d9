import { randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Db } from '#db/client.ts';
import { assignmentVersions, visibleSplits } from '#db/schema/assignments.ts';
import { hiddenSplits } from '#db/schema/hidden.ts';
import { items } from '#db/schema/items.ts';
import { type FunctionsManifest, functionsManifestSchema } from '#lib/assignments/core/manifest.ts';
import type { Case } from '#lib/grading/core/call-test.ts';
import { encodeAnswers, encodeArguments, encodeCases } from '#lib/harness/cases.ts';
import { hiddenMark } from './tiny-assignment.ts';

/** Three small functions, held against values, against each other and against finite differences. */
export const functionsManifest: FunctionsManifest = functionsManifestSchema.parse({
  title: 'Three functions',
  summary: 'Write a sum, a pooling and a gradient.',
  kind: 'functions',
  dates: { opens: { day: 0, time: '08:00' }, due: { day: 7, time: '23:59' }, closes: { day: 9, time: '23:59' } },
  attempts: 5,
  seed: 1,
  limits: { callSeconds: 2, memoryMiB: 512 },
  tests: [
    { kind: 'call', name: 'Sum', function: 'total', points: 4, compare: { kind: 'exact' } },
    {
      kind: 'call',
      name: 'Order',
      function: 'pool',
      points: 3,
      compare: { kind: 'permutation', outputs: 'same', arguments: [0] },
    },
    { kind: 'call', name: 'Gradient', function: 'gradient', points: 3, compare: { kind: 'gradient' } },
  ],
  attribution: [],
});

/** `total` of an array of numbers, `pool` of rows, `gradient` of the square of w·x. */
export const functionsSolution = `import * as tf from '@tensorflow/tfjs';
export function total(numbers: number[]) {
  return numbers.reduce((sum, one) => sum + one, 0);
}
export function pool(x: tf.Tensor3D) {
  return tf.mean(x, 1);
}
export async function gradient(w: tf.Tensor1D, x: tf.Tensor1D) {
  return tf.mul(x, tf.mul(2, tf.sum(tf.mul(w, x))));
}
`;

/** Functions that are there and say nothing right. */
export const functionsStarter = `import * as tf from '@tensorflow/tfjs';
export const total = (numbers: number[]) => numbers.length;
export const pool = (x: tf.Tensor3D) => tf.squeeze(tf.slice(x, [0, 0, 0], [-1, 1, -1]), [1]);
export const gradient = (w: tf.Tensor1D, x: tf.Tensor1D) => tf.zerosLike(w);
`;

const tensor = (shape: number[], ...values: number[]) => ({ shape, data: Float32Array.from(values) });

/** Around `base`; as many cases as asked for. */
function casesAround(base: number, count: number): Case[] {
  return Array.from({ length: count }, (_, i): Case[] => [
    { test: 'Sum', args: [[base + i, 1, 2]], expected: base + i + 3 },
    { test: 'Order', args: [tensor([2, 3, 1], base, 2, 3 + i, 4, 5, 6)], expected: [] },
    {
      test: 'Gradient',
      args: [tensor([2], 1, 2 + i), tensor([2], base, 1)],
      expected: tensor([2], 2 * (base + 2 + i) * base, 2 * (base + 2 + i)),
    },
  ]).flat();
}

/** The assignment in the database. Every hidden case holds a number near `hiddenMark`, and no visible one does. */
export async function insertFunctions(ownerDb: Db, change: Partial<FunctionsManifest> = {}): Promise<{ slug: string }> {
  const slug = `functions-${randomUUID().slice(0, 8)}`;
  const [opensAt, dueAt, closesAt] = [new Date(0), new Date('2080-01-01T00:00:00Z'), new Date('2080-01-02T00:00:00Z')];
  await ownerDb.insert(items).values({ slug, opensAt, dueAt, closesAt });
  const manifest = { ...functionsManifest, attempts: 100, ...change };
  const row = { slug, version: 1, manifest, prompt: '', starter: '', contentHash: slug, publishedAt: opensAt };
  const [version] = await ownerDb.insert(assignmentVersions).values(row).returning({ id: assignmentVersions.id });
  if (!version) throw new Error('The version was not inserted.');
  const [shown, hidden] = [casesAround(1, 2), casesAround(hiddenMark, 3)];
  const common = { versionId: version.id, sha256: '0' };
  const gzip = zip(encodeCases(encodeArguments(shown), encodeAnswers(shown)));
  await ownerDb.insert(visibleSplits).values({ ...common, split: 'validation', rows: shown.length, gzip });
  const apart = { inputs: zip(encodeCases(encodeArguments(hidden))), labels: zip(encodeCases(encodeAnswers(hidden))) };
  await ownerDb.insert(hiddenSplits).values({ ...common, split: 'private', rows: hidden.length, ...apart });
  return { slug };
}

const zip = (bytes: Uint8Array) => new Uint8Array(gzipSync(bytes));

export const functionsData = `export function buildCases(seed) {
  const tensor = (shape, ...values) => ({ shape, data: Float32Array.from(values) });
  const around = (base) => [
    { test: 'Sum', args: [[base, 1, 2]], expected: base + 3 },
    { test: 'Order', args: [tensor([2, 3, 1], base, 2, 3, 4, 5, 6)] },
    {
      test: 'Gradient',
      args: [tensor([2], 1, 2), tensor([2], base, 1)],
      expected: tensor([2], 2 * (base + 2) * base, 2 * (base + 2)),
    },
  ];
  return { visible: around(3), hidden: [...around(7), ...around(seed.length)] };
}`;

/** The assignment as a folder that keeps its promises, until a test spoils it. */
export function newFunctionsFolder() {
  const parent = mkdtempSync(path.join(tmpdir(), 'functions-'));
  const folder = path.join(parent, '02-functions');
  mkdirSync(path.join(folder, 'wrong'), { recursive: true });
  const write = (name: string, text: string) => writeFileSync(path.join(folder, name), text);
  write('assignment.json', JSON.stringify(functionsManifest));
  write('prompt.mdx', 'Write three functions.');
  write('solution.ts', functionsSolution);
  write('starter.ts', functionsStarter);
  write('data.ts', functionsData);
  write('wrong/half.ts', `// Caught by: Gradient\n${functionsSolution.replace('tf.mul(2, ', 'tf.mul(1, ')}`);
  return { folder, write, remove: () => rmSync(parent, { recursive: true }) };
}
