import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { InvalidInput } from '#lib/errors.ts';
import { gradeSubmission } from '#lib/grading/grade.ts';
import type { Sandbox } from '#lib/sandbox/sandbox.ts';
import { describeExpectation, describeGraded, type Expectation, meets, readExpectation } from './core/expectation.ts';
import { type AssignmentFolder, buildSplits, readFolder, type Splits } from './folder.ts';

/** One file of an assignment's folder, graded as a submission that the server trains. */
export type FileCheck = { file: string; expected: string; found: string; ok: boolean; seconds: number };

export type CheckOptions = {
  sandbox: Sandbox;
  /** Any text: stands for the secret of a deployment. */
  seed: string;
  /** Ends the check early. */
  signal: AbortSignal;
  /** Called after each file. */
  onFile?: (check: FileCheck) => void;
};

/**
 * Whether an assignment keeps its promises: the solution gets full points, the starter less than half, and each wrong
 * submission fails where it says it does. No database is involved. Files are graded one after another.
 * @throws InvalidInput naming file, field and remedy where the folder itself is wrong
 */
export async function checkAssignment(folder: string, options: CheckOptions): Promise<FileCheck[]> {
  const assignment = await readFolder(folder);
  const splits = await buildSplits(folder, assignment.manifest, options.seed);
  const checks: FileCheck[] = [];
  for (const { file, code, expected } of await listFiles(folder, assignment)) {
    const check = await checkFile(file, code, expected, assignment, splits, options);
    options.onFile?.(check);
    checks.push(check);
  }
  return checks;
}

type File = { file: string; code: string; expected: Expectation };

async function listFiles(folder: string, { starter }: AssignmentFolder): Promise<File[]> {
  const read = (file: string) => readFile(path.join(folder, file), 'utf8');
  const wrong = (await readdir(path.join(folder, 'wrong'))).filter((name) => name.endsWith('.ts')).sort();
  return [
    { file: 'solution.ts', code: await read('solution.ts'), expected: { kind: 'full points' } },
    { file: 'starter.ts', code: starter, expected: { kind: 'less than half the points' } },
    ...(await Promise.all(
      wrong.map(async (name) => {
        const code = await read(`wrong/${name}`);
        return { file: `wrong/${name}`, code, expected: expectationOf(path.join(folder, 'wrong', name), code) };
      }),
    )),
  ];
}

function expectationOf(file: string, code: string): Expectation {
  const expected = readExpectation(code);
  if (expected) return expected;
  throw new InvalidInput(
    `${file} does not say what catches it.`,
    'Begin it with "// Caught by: <name of a test>" or "// Ends as: <outcome> <code>".',
  );
}

async function checkFile(
  file: string,
  code: string,
  expected: Expectation,
  { slug, manifest }: AssignmentFolder,
  { train, validation, ...hidden }: Splits,
  { sandbox, signal }: CheckOptions,
): Promise<FileCheck> {
  const started = performance.now();
  // No submission, but graded like one: the ids name rows that only a database would have.
  const work = { id: file, userId: 'check', slug, versionId: 'check', code, weights: null, manifest };
  const graded = await gradeSubmission(work, {
    sandbox,
    hidden: (['public', 'private'] as const).map((split) => ({ split, ...hidden[split] })),
    visible: { train, validation },
    signal,
    background: false,
  });
  return {
    file,
    expected: describeExpectation(expected),
    found: describeGraded(graded),
    ok: meets(expected, graded),
    seconds: (performance.now() - started) / 1000,
  };
}
