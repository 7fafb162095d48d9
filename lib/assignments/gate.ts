import path from 'node:path';
import type { Db } from '#db/client.ts';
import { Conflict, InvalidInput } from '#lib/errors.ts';
import type { FileCheck } from './check.ts';
import { type Published, type PublishOptions, publishAssignment } from './publish.ts';
import { hashFolder, type RecordState, removeRecord, stateOfRecord, writeRecord } from './record.ts';

/** Checks a folder with hidden data drawn from `seed`. @throws InvalidInput where the folder itself is wrong */
export type Check = (folder: string, seed: string) => Promise<FileCheck[]>;

/** An assignment that stays as it was published before, or unpublished: why, and what to do. */
export type Refusal = { slug: string; reasons: string[]; remedy: string };

export type Publishing = { published: Published } | { refused: Refusal };

/**
 * Publishes a folder that keeps its promises, and no other. A fresh record of the check is believed; without one the
 * check is made now, with the deployment's own data.
 * @param check absent where there is no time for one: then only a fresh record opens the gate
 * @throws InvalidInput where the folder itself is wrong
 */
export async function publishChecked(
  ownerDb: Db,
  folder: string,
  options: PublishOptions,
  check?: Check,
): Promise<Publishing> {
  const state = await stateOfRecord(folder);
  const reasons = state === 'fresh' ? [] : check ? await findProblems(folder, options.seed, check) : [reasonOf(state)];
  const slug = path.basename(folder);
  if (reasons.length === 0) {
    return publishAssignment(ownerDb, folder, options).then(
      (published) => ({ published }),
      (error: unknown) => {
        if (!(error instanceof Conflict)) throw error;
        return { refused: { slug, reasons: [error.message], remedy: error.remedy ?? '' } };
      },
    );
  }
  const remedy = `Run: npm run -s course -- assignments check ${slug}`;
  return { refused: { slug, reasons, remedy } };
}

const reasonOf = (state: Exclude<RecordState, 'fresh'>) =>
  state === 'missing' ? 'It has not passed its check.' : 'It has changed since it passed its check.';

async function findProblems(folder: string, seed: string, check: Check): Promise<string[]> {
  const before = await hashFolder(folder);
  const checks = await check(folder, seed);
  const problems = problemsOf(checks);
  return (await hashFolder(folder)) === before ? problems : [...problems, 'It was changed while it was checked.'];
}

/** All that a check found, each named by its file. */
export const problemsOf = (checks: FileCheck[]): string[] =>
  checks.flatMap(({ file, problems }) => problems.map((problem) => `${file}: ${problem}`));

/**
 * Checks a folder and keeps the result beside it: a record where all is well, and none otherwise, not even an old one.
 * A check that could not be made (no sandbox came up) changes nothing.
 */
export async function checkAndRecord(folder: string, seed: string, check: Check): Promise<FileCheck[]> {
  const hash = await hashFolder(folder);
  const checks = await check(folder, seed).catch(async (error: unknown) => {
    if (error instanceof InvalidInput) await removeRecord(folder);
    throw error;
  });
  if (problemsOf(checks).length === 0) await writeRecord(folder, hash, seed, checks);
  else await removeRecord(folder);
  return checks;
}
