import { randomUUID } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { Db } from '#db/client.ts';
import { assignmentVersions, visibleSplits } from '#db/schema/assignments.ts';
import { users } from '#db/schema/auth.ts';
import { hiddenSplits } from '#db/schema/hidden.ts';
import { items } from '#db/schema/items.ts';
import { type Manifest, manifestSchema } from '#lib/assignments/core/manifest.ts';
import type { Role, User } from '#lib/auth/core.ts';
import { encode, type Tensor } from '#lib/harness/safetensors.ts';

/** An assignment that a model of six parameters solves: which of two numbers is the larger? */
export const tinyManifest: Manifest = manifestSchema.parse({
  title: 'The larger of two',
  summary: 'Say which of two numbers is the larger.',
  kind: 'model',
  dates: { opens: { day: 0, time: '08:00' }, due: { day: 7, time: '23:59' }, closes: { day: 9, time: '23:59' } },
  attempts: 3,
  input: { shape: [2] },
  output: { shape: [2] },
  limits: { parameters: 20, trainSeconds: 30, predictSeconds: 10, memoryMiB: 1024 },
  train: 'browser',
  seed: 1,
  verification: { tolerance: 0.1 },
  tests: [
    { kind: 'parameters', name: 'Small', points: 1 },
    {
      kind: 'metric',
      name: 'Private',
      metric: 'accuracy',
      split: 'private',
      thresholds: [
        { atLeast: 0.7, points: 4 },
        { atLeast: 0.95, points: 9 },
      ],
    },
  ],
  baselines: [],
  attribution: [],
});

/** Solves it without training: the outputs are the inputs. */
export const tinySolution = `import * as tf from '@tensorflow/tfjs';
export function createModel() {
  return tf.sequential({ layers: [tf.layers.dense({ units: 2, inputShape: [2] })] });
}
export async function train(model: tf.LayersModel) {
  console.log('training by hand');
  model.setWeights([tf.tensor2d([[1, 0], [0, 1]]), tf.tensor1d([0, 0])]);
}
`;

/** `w0` 2x2 and `w1`; with 1 on the diagonal every row is right, with -1 every row is wrong. */
export function tinyWeights(diagonal = 1): Uint8Array<ArrayBuffer> {
  return encode([
    { name: 'w0', dtype: 'F32', shape: [2, 2], data: Float32Array.of(diagonal, 0, 0, diagonal) },
    { name: 'w1', dtype: 'F32', shape: [2], data: new Float32Array(2) },
  ]);
}

/**
 * Hidden inputs of the tiny assignment all lie near this number, so that a test can look for them anywhere. Whole in a
 * Float32, the same when rounded to four digits, and so long that no id or time holds its digits by chance.
 */
export const hiddenMark = 14_720_000;

/** A number near `hiddenMark`. */
export const hiddenDigits = /1471999\d|1472000\d/;

export type Tiny = { slug: string; versionId: string };

export async function insertTiny(ownerDb: Db, change: Partial<Manifest> = {}, opensAt = new Date(0)): Promise<Tiny> {
  const slug = `tiny-${randomUUID().slice(0, 8)}`;
  const dueAt = new Date(opensAt.getTime() + 80 * 365 * day);
  const closesAt = new Date(dueAt.getTime() + day);
  await ownerDb.insert(items).values({ slug, opensAt, dueAt, closesAt });
  const manifest = { ...tinyManifest, ...change };
  const row = { slug, version: 1, manifest, prompt: '', starter: '', contentHash: slug, publishedAt: opensAt };
  const [version] = await ownerDb.insert(assignmentVersions).values(row).returning({ id: assignmentVersions.id });
  if (!version) throw new Error('The version was not inserted.');
  await insertSplits(ownerDb, version.id);
  return { slug, versionId: version.id };
}

const day = 24 * 3600_000;

/** One that closed yesterday: the private score can be released. */
export const insertTinyClosed = (ownerDb: Db, change: Partial<Manifest> = {}) =>
  insertTiny(ownerDb, change, new Date(Date.now() - 80 * 365 * day - 2 * day));

/** When one could still hand in there. */
export const beforeClosing = () => new Date(Date.now() - 3 * day);

/** Version 2 of a tiny assignment, whose hidden labels are of the smaller number where `flipped`. @returns its id */
export async function insertTinyFix(
  ownerDb: Db,
  { slug }: Tiny,
  { flipped, manifest = tinyManifest }: { flipped: boolean; manifest?: Manifest },
): Promise<string> {
  const row = {
    slug,
    version: 2,
    manifest,
    prompt: '',
    starter: '',
    contentHash: `${slug} 2`,
    publishedAt: new Date(),
  };
  const [version] = await ownerDb.insert(assignmentVersions).values(row).returning({ id: assignmentVersions.id });
  if (!version) throw new Error('The version was not inserted.');
  await insertSplits(ownerDb, version.id, flipped);
  return version.id;
}

async function insertSplits(ownerDb: Db, versionId: string, flipped = false): Promise<void> {
  const rows = 40;
  for (const split of ['train', 'validation'] as const) {
    const { x, y } = drawRows(rows, 0);
    await ownerDb.insert(visibleSplits).values({ versionId, split, rows, sha256: '0', gzip: zip([x, y]) });
  }
  for (const split of ['public', 'private'] as const) {
    const { x, y } = drawRows(rows, hiddenMark, flipped);
    const sha256 = flipped ? '1' : '0';
    await ownerDb.insert(hiddenSplits).values({ versionId, split, rows, sha256, inputs: zip([x]), labels: zip([y]) });
  }
}

const zip = (tensors: Tensor[]) => new Uint8Array(gzipSync(encode(tensors)));

/** Rows `[base ± 1, base ± 1]` with one-hot labels of the larger, or of the smaller where `flipped`. */
function drawRows(rows: number, base: number, flipped = false) {
  const x = new Float32Array(rows * 2);
  const y = new Float32Array(rows * 2);
  for (let row = 0; row < rows; row++) {
    const first = row % 3 === 0 ? 1 : 0;
    x.set(first ? [base + 1, base - 1] : [base - 1, base + 1], row * 2);
    y[row * 2 + (Boolean(first) === flipped ? 1 : 0)] = 1;
  }
  const tensor = (name: string, data: Float32Array): Tensor => ({ name, dtype: 'F32', shape: [rows, 2], data });
  return { x: tensor('x', x), y: tensor('y', y) };
}

export async function insertPerson(ownerDb: Db, role: Role = 'student', name = 'A Person'): Promise<User> {
  const email = `${randomUUID()}@example.edu`;
  const [row] = await ownerDb.insert(users).values({ email, name, role }).returning({ id: users.id });
  if (!row) throw new Error('The person was not inserted.');
  return { id: row.id, email, name, role };
}
