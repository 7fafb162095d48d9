import type { TestSpec } from '#lib/assignments/core/manifest.ts';
import { type Change, claimOf, type Trial, trialsOf } from './change.ts';
import { classAt } from './checkers/classification.ts';
import type { Matrix } from './checkers/matrix.ts';

export type ChangeTest = Extract<TestSpec, { kind: Change['kind'] }>;

/** A test with everything that a model must be asked for it, besides the inputs as they are. */
export type TrialSet = { test: ChangeTest; trials: Trial[]; inputs: Matrix[] };

/** What came out: of all inputs tried, the share whose outputs agree, and the largest difference. */
export type Agreement = { share: number; worst: number };

/** Inputs that are changed, from the first on: always the same ones, so that a grade can be given again. */
export const rowsTried = 64;

export const isChangeTest = (test: TestSpec): test is ChangeTest =>
  test.kind === 'shift' || test.kind === 'permutation' || test.kind === 'causality';

/** @param x all inputs of a split, rows first */
export function planTrials(tests: readonly TestSpec[], x: Matrix): TrialSet[] {
  const some = firstRows(x, rowsTried);
  return tests.filter(isChangeTest).map((test) => {
    const trials = trialsOf(test, some.shape);
    return { test, trials, inputs: trials.map(({ change }) => change(some)) };
  });
}

/**
 * @param outputs for the split as it is
 * @param ofChanged one for each of the set's inputs, in their order
 * @returns null where there was nothing to compare, which is for the manifest to mend
 */
export function judge({ test, trials }: TrialSet, outputs: Matrix, ofChanged: readonly Matrix[]): Agreement | null {
  const seen = (matrix: Matrix) => (test.of === 'class' ? asClasses(matrix) : matrix);
  const before = seen(firstRows(outputs, rowsTried));
  const found = trials.map(({ compare }, i) => compare(before, seen(ofChanged[i] ?? before), test.within));
  const compared = found.filter((comparison) => comparison.ok);
  if (compared.length < found.length || found.length === 0) return null;
  return {
    share: compared.reduce((sum, { share }) => sum + share, 0) / compared.length,
    worst: compared.reduce((most, { worst }) => Math.max(most, worst), 0),
  };
}

/** One hair below counts: the share is a sum of fractions. */
export const agrees = ({ share = 1 }: ChangeTest, found: Agreement) => found.share >= share - 1e-9;

/**
 * One sentence for the student. On hidden data it says whether the claim held and no more: a number there would tell of
 * inputs that nobody may know.
 */
export function describeAgreement(test: ChangeTest, found: Agreement, source: 'hidden' | 'validation'): string {
  const most = test.share === undefined || test.share === 1 ? '' : `, at least ${percent(test.share)} of them`;
  const claim = `On the ${source} data, ${claimOf(test, test.of ?? 'outputs')}${most}`;
  const verdict = agrees(test, found) ? 'they do' : 'they do not';
  if (source === 'hidden') return `${claim}: ${verdict}.`;
  const worst = test.of === 'class' ? '' : `, and the largest difference is ${found.worst.toPrecision(2)}`;
  return `${claim}: ${percent(found.share)} do${worst}.`;
}

/** Rounded down, so that 99.9 % are not shown as all. */
const percent = (share: number) => `${Math.floor(share * 100 + 1e-9)} %`;

/** 1 for the class of each position and 0 for the others. */
function asClasses({ shape, data }: Matrix): Matrix {
  const depth = shape.at(-1) ?? 1;
  if (depth === 1) return { shape, data: data.map((value) => (value > 0.5 ? 1 : 0)) };
  const chosen = new Float32Array(data.length);
  for (let start = 0; start < data.length; start += depth) chosen[start + classAt(data, start, depth)] = 1;
  return { shape, data: chosen };
}

function firstRows({ shape: [rows, ...rest], data }: Matrix, most: number): Matrix {
  const kept = Math.min(rows ?? 0, most);
  const width = rest.reduce<number>((product, n) => product * (n ?? 1), 1);
  return { shape: [kept, ...rest], data: data.subarray(0, kept * width) };
}
