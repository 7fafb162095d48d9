import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { Db } from '#db/client.ts';
import { readHiddenSplits, readVisibleSplits } from '#db/queries/grading-runs.ts';
import { decodeCases } from '#lib/harness/cases.ts';
import type { Split, TensorData } from '#lib/harness/protocol.ts';
import { decode } from '#lib/harness/safetensors.ts';
import type { Cases } from './functions.ts';

/** A hidden split: the inputs may go into a sandbox without student code, the labels stay in the grader. */
export type HiddenSplit = { split: 'public' | 'private'; x: TensorData; y: TensorData };

export type Datasets = {
  hidden(versionId: string): Promise<HiddenSplit[]>;
  visible(versionId: string): Promise<{ train: Split; validation: Split }>;
  /** Of functions. */
  cases(versionId: string): Promise<Cases>;
};

/** Versions never change, so what was read once is kept: the last few, as a course grades one assignment at a time. */
const versionsKept = 4;

export function openDatasets(db: Db): Datasets {
  return {
    hidden: remember((versionId) => readHidden(db, versionId)),
    visible: remember((versionId) => readVisible(db, versionId)),
    cases: remember((versionId) => readCases(db, versionId)),
  };
}

function remember<T>(read: (versionId: string) => Promise<T>): (versionId: string) => Promise<T> {
  const kept = new Map<string, Promise<T>>();
  return (versionId) => {
    const value = kept.get(versionId) ?? read(versionId);
    // Deleted and set again, so that the map's order is that of use.
    kept.delete(versionId);
    kept.set(versionId, value);
    value.catch(() => kept.delete(versionId));
    const oldest = kept.keys().next().value;
    if (kept.size > versionsKept && oldest !== undefined) kept.delete(oldest);
    return value;
  };
}

async function readHidden(db: Db, versionId: string): Promise<HiddenSplit[]> {
  const rows = await readHiddenSplits(db, versionId);
  if (rows.length !== 2) throw new Error(`Version ${versionId} has ${rows.length} hidden splits instead of 2.`);
  return Promise.all(
    rows.map(async ({ split, inputs, labels }) => ({
      split,
      x: await tensorOf(inputs, 'x'),
      y: await tensorOf(labels, 'y'),
    })),
  );
}

async function readVisible(db: Db, versionId: string) {
  const rows = await readVisibleSplits(db, versionId);
  const of = async (split: string): Promise<Split> => {
    const row = rows.find((each) => each.split === split);
    if (!row) throw new Error(`Version ${versionId} has no ${split} split.`);
    return { x: await tensorOf(row.gzip, 'x'), y: await tensorOf(row.gzip, 'y') };
  };
  return { train: await of('train'), validation: await of('validation') };
}

async function readCases(db: Db, versionId: string): Promise<Cases> {
  const [[visible], [hidden]] = await Promise.all([readVisibleSplits(db, versionId), readHiddenSplits(db, versionId)]);
  if (!visible || !hidden) throw new Error(`Version ${versionId} has no cases.`);
  return {
    visible: decodeCases(await unzip(visible.gzip)),
    hidden: decodeCases(await unzip(hidden.inputs), await unzip(hidden.labels)),
  };
}

const unzip = promisify(gunzip);

async function tensorOf(gzip: Uint8Array, name: string): Promise<TensorData> {
  const tensor = decode(await unzip(gzip)).find((each) => each.name === name);
  if (!tensor) throw new Error(`A split has no tensor ${name}.`);
  if (tensor.dtype !== 'F32') throw new Error(`Tensor ${name} of a split is ${tensor.dtype}, not F32.`);
  return { shape: tensor.shape, data: tensor.data };
}
