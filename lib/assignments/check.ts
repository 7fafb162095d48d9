import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { InvalidInput } from '#lib/errors.ts';
import { gradeFunctions } from '#lib/grading/functions.ts';
import { type Grade, gradeSubmission } from '#lib/grading/grade.ts';
import type { Sandbox } from '#lib/sandbox/sandbox.ts';
import { buildCases } from './cases.ts';
import { describeExpectation, describeGraded, type Expectation, readExpectation, whyNot } from './core/expectation.ts';
import { differences, differencesHandedIn, overruns, type ReferenceRun } from './core/reference.ts';
import { type AssignmentFolder, buildSplits, readFolder, readText } from './folder.ts';

/** One file of an assignment's folder, graded as a submission that the server trains. */
export type FileCheck = {
  file: string;
  expected: string;
  found: string;
  /** Why the assignment cannot be published, each with a remedy. */
  problems: string[];
  ok: boolean;
  seconds: number;
  metrics: Grade['metrics'];
  cpuSeconds: ReferenceRun['cpuSeconds'];
  memoryMiB: ReferenceRun['memoryMiB'];
};

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
 * Whether an assignment keeps its promises: the solution gets full points, twice the same, handed in with its weights
 * too, and well within the limits of time and memory, the starter less than half, and each wrong submission fails where it
 * says it does. No database is involved.
 * Files are graded one after another; each within the assignment's limit of memory, as every submission is.
 * @throws InvalidInput naming file, field and remedy where the folder itself is wrong
 */
export async function checkAssignment(folder: string, options: CheckOptions): Promise<FileCheck[]> {
  const assignment = await readFolder(folder);
  const files = await listFiles(folder, assignment);
  const grader = await graderFor(folder, assignment, options);
  const checks: FileCheck[] = [];
  for (const file of files) {
    const check = await checkFile(file, { ...options, assignment, grader });
    options.onFile?.(check);
    checks.push(check);
  }
  return checks;
}

type File = { file: string; code: string; expected: Expectation };

async function listFiles(folder: string, { starter }: AssignmentFolder): Promise<File[]> {
  const solution = await readText(folder, 'solution.ts', 'It must get full points.');
  return [
    { file: 'solution.ts', code: solution, expected: { kind: 'full points' } },
    { file: 'starter.ts', code: starter, expected: { kind: 'less than half the points' } },
    ...(await Promise.all((await listWrong(folder)).map((name) => readWrong(folder, name)))),
  ];
}

async function listWrong(folder: string): Promise<string[]> {
  const names = await readdir(path.join(folder, 'wrong')).catch(() => []);
  const wrong = names.filter((name) => name.endsWith('.ts')).sort();
  if (wrong.length > 0) return wrong.map((name) => `wrong/${name}`);
  throw new InvalidInput(
    `${path.join(folder, 'wrong')} holds no wrong submission.`,
    'Write at least one: without it, nobody knows that the tests catch anything.',
  );
}

async function readWrong(folder: string, file: string): Promise<File> {
  const code = await readText(folder, file, 'It must fail.');
  const expected = readExpectation(code);
  if (expected) return { file, code, expected };
  throw new InvalidInput(
    `${path.join(folder, file)} does not say what catches it.`,
    'Begin it with "// Caught by: <name of a test>" or "// Ends as: <outcome> <code>".',
  );
}

/** Grades one file's code; the server trains it unless there are weights. */
type Grader = (code: string, weights?: Uint8Array | null) => Promise<Checked>;
type Checked = Grade & Pick<ReferenceRun, 'memoryMiB'>;
type Checking = CheckOptions & { assignment: AssignmentFolder; grader: Grader };

async function checkFile({ file, code, expected }: File, checking: Checking): Promise<FileCheck> {
  const started = performance.now();
  const graded = await checking.grader(code);
  const { manifest } = checking.assignment;
  const problem = whyNot(
    expected,
    graded,
    manifest.tests.map(({ name }) => name),
  );
  const problems = problem === null ? [] : [problem];
  const isReference = expected.kind === 'full points' && problem === null;
  if (isReference) problems.push(...(await checkReference(code, graded, checking)));
  return {
    file,
    expected: describeExpectation(expected),
    found: describeGraded(graded),
    problems,
    ok: problems.length === 0,
    seconds: (performance.now() - started) / 1000,
    metrics: graded.metrics,
    cpuSeconds: runOf(graded).cpuSeconds,
    memoryMiB: graded.memoryMiB,
  };
}

/** What a reference that got full points must do besides. */
async function checkReference(code: string, first: Checked, checking: Checking): Promise<string[]> {
  const { manifest } = checking.assignment;
  const second = await checking.grader(code);
  return [
    ...lostPoints('The second time', second, manifest),
    ...differences(runOf(first), runOf(second)),
    ...overruns(runOf(first), manifest.limits),
    ...('train' in manifest && manifest.train === 'browser' ? await checkHandedIn(code, first, checking) : []),
  ];
}

/** As students hand in, who have trained in their browser. */
async function checkHandedIn(code: string, trained: Checked, checking: Checking): Promise<string[]> {
  const handedIn = await checking.grader(code, trained.weights);
  const lost = lostPoints('Handed in with its weights', handedIn, checking.assignment.manifest);
  return lost.length > 0 ? lost : differencesHandedIn(runOf(trained), runOf(handedIn));
}

function lostPoints(when: string, graded: Grade, { tests }: AssignmentFolder['manifest']): string[] {
  const names = tests.map(({ name }) => name);
  const lost = whyNot({ kind: 'full points' }, graded, names);
  return lost ? [`${when}: ${lost}`] : [];
}

const runOf = ({ metrics, weights, cpuSeconds, memoryMiB }: Checked): ReferenceRun => ({
  metrics,
  weights: createHash('sha256')
    .update(weights ?? '')
    .digest('hex'),
  cpuSeconds: { train: cpuSeconds.build, predict: cpuSeconds.predict },
  memoryMiB,
});

/** With the data built once for all files. No submission, but graded like one. */
async function graderFor(folder: string, { manifest }: AssignmentFolder, options: CheckOptions): Promise<Grader> {
  const { signal, seed } = options;
  const bench = { signal, background: false };
  if (manifest.kind === 'functions') {
    const cases = await buildCases(folder, manifest, seed);
    return (code) => watched(options, (sandbox) => gradeFunctions({ code, manifest }, { ...bench, sandbox, cases }));
  }
  const { train, validation, ...rest } = await buildSplits(folder, manifest, seed);
  const hidden = (['public', 'private'] as const).map((split) => ({ split, ...rest[split] }));
  return (code, weights = null) => {
    const visible = weights ? null : { train, validation };
    return watched(options, (sandbox) =>
      gradeSubmission({ code, weights, manifest }, { ...bench, sandbox, hidden, visible }),
    );
  };
}

/** A grade, and the most memory that one of its processes was seen to hold. */
async function watched(
  { sandbox }: CheckOptions,
  grade: (sandbox: Pick<Sandbox, 'prepare'>) => Promise<Grade>,
): Promise<Checked> {
  const seen: (number | null)[] = [];
  const prepare: Sandbox['prepare'] = (...args) => {
    const prepared = sandbox.prepare(...args);
    const run: typeof prepared.run = async (...job) => {
      const result = await prepared.run(...job);
      seen.push(result.memoryMiB ?? null);
      return result;
    };
    return { ...prepared, run };
  };
  const graded = await grade({ prepare });
  const known = seen.filter((each) => each !== null);
  return { ...graded, memoryMiB: known.length < seen.length ? null : Math.ceil(Math.max(0, ...known)) };
}
