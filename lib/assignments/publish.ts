import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gzip as gzipCallback } from 'node:zlib';
import type { Db } from '#db/client.ts';
import {
  findLatestPublished,
  insertSplits,
  insertVersion,
  isHandedIn,
  lockPublishing,
  writeItem,
} from '#db/queries/assignments.ts';
import { insertAuditRow } from '#db/queries/course.ts';
import { Conflict } from '#lib/errors.ts';
import type { Cases } from '#lib/grading/functions.ts';
import { encodeAnswers, encodeArguments, encodeCases } from '#lib/harness/cases.ts';
import type { TensorData } from '#lib/harness/protocol.ts';
import { encode } from '#lib/harness/safetensors.ts';
import { indexPrompt } from '#lib/search/texts.ts';
import { buildCases } from './cases.ts';
import { instantsOf } from './core/dates.ts';
import { type AnyManifest, totalPoints } from './core/manifest.ts';
import { type AssignmentFolder, buildSplits, readFolder, type Splits } from './folder.ts';

const gzip = promisify(gzipCallback);

export type PublishOptions = {
  /** The deployment's secret, from which hidden data is drawn. */
  seed: string;
  termStart: Date;
  timeZone: string;
  now: Date;
  /** Who published; absent when the host did. */
  by?: { id: string };
};

/** `changed` is false where the newest version holds exactly this already. */
export type Published = { slug: string; versionId: string; version: number; changed: boolean };

/**
 * Stores an assignment's folder as a new version: texts, visible splits, hidden splits. The same content again changes
 * nothing. Dates are taken from the manifest only when the assignment is new; later they belong to the calendar.
 * @param ownerDb under the owner's role: nobody else may write hidden data
 * @throws InvalidInput naming file, field and remedy; Conflict where students have handed in for another total of points
 */
export async function publishAssignment(ownerDb: Db, folder: string, options: PublishOptions): Promise<Published> {
  const assignment = await readFolder(folder);
  const files = await buildFiles(folder, assignment.manifest, options.seed);
  const contentHash = hashOf(assignment, files);
  return ownerDb.transaction(async (tx) => {
    await lockPublishing(tx, assignment.slug);
    const latest = await findLatestPublished(tx, assignment.slug);
    if (latest?.contentHash === contentHash) {
      return { slug: assignment.slug, versionId: latest.id, version: latest.version, changed: false };
    }
    if (latest && (await isHandedIn(tx, assignment.slug))) refuseOtherTotal(latest.manifest, assignment.manifest);
    const version = (latest?.version ?? 0) + 1;
    const versionId = await store(tx, { ...assignment, version, contentHash }, files, options);
    return { slug: assignment.slug, versionId, version, changed: true };
  });
}

/** Points of graded work are shares of the newest version's total. */
function refuseOtherTotal(before: AnyManifest, after: AnyManifest): void {
  const [was, is] = [totalPoints(before), totalPoints(after)];
  if (Math.abs(was - is) < 1e-9) return; // halves and tenths, added in another order
  throw new Conflict(
    `Students have handed in for ${was} points in all, and this version gives ${is}: it would change their grades.`,
    `Share out ${was} points among the tests, or give the assignment a new name: that of its folder.`,
  );
}

/** A safetensors file for each thing that is read alone. */
type SplitFiles = {
  visible: { split: 'train' | 'validation'; rows: number; file: Uint8Array; sha256: string }[];
  hidden: { split: 'public' | 'private'; rows: number; inputs: Uint8Array; labels: Uint8Array; sha256: string }[];
};

async function buildFiles(folder: string, manifest: AnyManifest, seed: string): Promise<SplitFiles> {
  if (manifest.kind === 'model') return encodeSplits(await buildSplits(folder, manifest, seed));
  return encodeAllCases(await buildCases(folder, manifest, seed));
}

/** Visible cases lie where the validation data of a model would, hidden ones where its private test data would. */
function encodeAllCases({ visible, hidden }: Cases): SplitFiles {
  const file = encodeCases(encodeArguments(visible), encodeAnswers(visible));
  const inputs = encodeCases(encodeArguments(hidden));
  const labels = encodeCases(encodeAnswers(hidden));
  return {
    visible: [{ split: 'validation', rows: visible.length, file, sha256: sha256(file) }],
    hidden: [{ split: 'private', rows: hidden.length, inputs, labels, sha256: sha256(inputs, labels) }],
  };
}

function encodeSplits(splits: Splits): SplitFiles {
  const f32 = (name: string, { shape, data }: TensorData) => ({ name, dtype: 'F32' as const, shape, data });
  const visible = (['train', 'validation'] as const).map((split) => {
    const { x, y } = splits[split];
    const file = encode([f32('x', x), f32('y', y)]);
    return { split, rows: x.shape[0] ?? 0, file, sha256: sha256(file) };
  });
  const hidden = (['public', 'private'] as const).map((split) => {
    const { x, y } = splits[split];
    const inputs = encode([f32('x', x)]);
    const labels = encode([f32('y', y)]);
    return { split, rows: x.shape[0] ?? 0, inputs, labels, sha256: sha256(inputs, labels) };
  });
  return { visible, hidden };
}

function hashOf({ manifest, prompt, starter }: AssignmentFolder, { visible, hidden }: SplitFiles): string {
  const data = [...visible, ...hidden].map((split) => split.sha256);
  return sha256(Buffer.from(JSON.stringify([manifest, prompt, starter, data])));
}

async function store(
  tx: Db,
  assignment: AssignmentFolder & { version: number; contentHash: string },
  files: SplitFiles,
  { termStart, timeZone, now, by }: PublishOptions,
): Promise<string> {
  const { slug, manifest, prompt, version, contentHash } = assignment;
  await writeItem(tx, { slug, title: manifest.title, ...instantsOf(manifest.dates, { start: termStart, timeZone }) });
  await indexPrompt(tx, { slug, title: manifest.title, source: prompt, format: 'mdx' });
  const publishedBy = by?.id ?? null;
  const versionId = await insertVersion(tx, { ...assignment, publishedAt: now, publishedBy });
  const { visible, hidden } = await pack(files);
  const withVersion = <T>(split: T) => ({ ...split, versionId });
  await insertSplits(tx, visible.map(withVersion), hidden.map(withVersion));
  await insertAuditRow(tx, {
    at: now,
    actorId: publishedBy,
    verb: 'assignment.publish',
    subject: `assignment:${slug}`,
    after: { version, contentHash },
  });
  return versionId;
}

/** All four at once: compressing runs beside this thread. */
async function pack({ visible, hidden }: SplitFiles) {
  const [packedVisible, packedHidden] = await Promise.all([
    Promise.all(visible.map(async ({ file, ...split }) => ({ ...split, gzip: await gzip(file) }))),
    Promise.all(
      hidden.map(async ({ inputs, labels, ...split }) => ({
        ...split,
        inputs: await gzip(inputs),
        labels: await gzip(labels),
      })),
    ),
  ]);
  return { visible: packedVisible, hidden: packedHidden };
}

function sha256(...parts: Uint8Array[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest('hex');
}
