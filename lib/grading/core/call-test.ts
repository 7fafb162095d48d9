import { z } from 'zod';
import { changesWith, claimOf, type Trial, trialsOf } from './change.ts';
import { isClose, usualTolerance } from './checkers/agreement.ts';
import { checkGradients } from './checkers/gradients.ts';
import type { Matrix } from './checkers/matrix.ts';
import { describeForm, isTensor, numbersOf, sameForm, type TensorValue, type Value } from './value.ts';

/** How a result is held against what is right, or against the results for changed arguments. */
const compareSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('exact') }),
  z.strictObject({
    kind: z.literal('close'),
    /** |v − y| ≤ absolute + relative·|y|; 0.001 each where they are not given. */
    absolute: z.number().min(0).optional(),
    relative: z.number().min(0).optional(),
  }),
  z.strictObject({
    kind: z.literal('gradient'),
    /** Largest relative error of one derivative; 0.01 where it is not given, which float32 reaches. */
    tolerance: z.number().positive().optional(),
  }),
  ...changesWith({
    /** Which arguments are changed, counted from 0: tensors of one length. */
    arguments: z.array(z.number().int().min(0)).min(1),
    /** False where tensors have no rows: `[length, …]` or `[height, width, …]`. */
    batched: z.boolean().optional(),
    within: z.number().positive().optional(),
  }),
]);

export const callTestSchema = z.strictObject({
  kind: z.literal('call'),
  name: z.string().min(1).max(120),
  /** The exported function that is called. */
  function: z.string().regex(/^[A-Za-z_$][\w$]{0,79}$/),
  points: z.number().min(0),
  compare: compareSchema,
});
export type CallTest = z.infer<typeof callTestSchema>;

/** `expected` is not looked at where changed arguments are compared. */
export type Case = { test: string; args: Value[]; expected: Value };

/** All that may be said of a hidden case. */
export const verdicts = ['passed', 'wrong_value', 'wrong_form', 'too_slow', 'error'] as const;
export type Verdict = (typeof verdicts)[number];

/** Of several cases the worst, by a fixed order, so that nothing tells which case it was. */
export const worstOf = (found: readonly Verdict[]): Verdict =>
  found.reduce<Verdict>((worst, each) => (verdicts.indexOf(each) > verdicts.indexOf(worst) ? each : worst), 'passed');

/** The calls that a case takes: its arguments, and for a change its arguments changed. */
export function callsOf({ compare }: CallTest, { args }: Case): Value[][] {
  return [args, ...trialsIn(compare, args).map(({ change }) => changedArgs(compare, args, change))];
}

/** @param results one for each of the case's calls */
export function judgeCase(test: CallTest, { args, expected }: Case, results: readonly Value[]): Verdict {
  const { compare } = test;
  const [result] = results;
  if (result === undefined) return 'error';
  if (isChange(compare)) return judgeChange(compare, args, results);
  if (!sameForm(result, expected)) return 'wrong_form';
  const [got, wanted] = [numbersOf(result), numbersOf(expected)];
  if (compare.kind === 'gradient') {
    const found = checkGradients(got, wanted, compare.tolerance ?? gradientTolerance);
    return found.ok && found.passed ? 'passed' : 'wrong_value';
  }
  return got.every((value, i) => agrees(compare, value, wanted[i] ?? 0)) ? 'passed' : 'wrong_value';
}

const gradientTolerance = 1e-2;

type Compare = CallTest['compare'];
type ChangeCompare = Extract<Compare, { arguments: number[] }>;

export const isChange = (compare: Compare): compare is ChangeCompare => 'arguments' in compare;

function agrees(compare: Extract<Compare, { kind: 'exact' | 'close' }>, got: number, wanted: number): boolean {
  return compare.kind === 'exact' ? got === wanted : isClose(got, wanted, { ...usualTolerance, ...given(compare) });
}

/** A field that is undefined would hide the usual one. */
const given = ({ absolute, relative }: { absolute?: number | undefined; relative?: number | undefined }) => ({
  ...(absolute === undefined ? {} : { absolute }),
  ...(relative === undefined ? {} : { relative }),
});

function judgeChange(compare: ChangeCompare, args: Value[], results: readonly Value[]): Verdict {
  const outputs = results.map((result) => (isTensor(result) ? asRows(compare, result) : null));
  const [before, ...after] = outputs;
  if (!before) return 'wrong_form';
  const found = trialsIn(compare, args).map(({ compare: held }, i): Verdict => {
    const changed = after[i];
    if (!changed) return 'wrong_form';
    const comparison = held(before, changed, compare.within);
    if (!comparison.ok) return comparison.why === 'not_finite' ? 'wrong_value' : 'wrong_form';
    return comparison.passed ? 'passed' : 'wrong_value';
  });
  return worstOf(found);
}

function trialsIn(compare: Compare, args: Value[]): Trial[] {
  if (!isChange(compare)) return [];
  const first = args[compare.arguments[0] ?? 0];
  return first !== undefined && isTensor(first) ? trialsOf(compare, asRows(compare, first).shape) : [];
}

const changedArgs = (compare: Compare, args: Value[], change: Trial['change']): Value[] =>
  args.map((arg, i) => {
    if (!isChange(compare) || !compare.arguments.includes(i) || !isTensor(arg)) return arg;
    return { shape: arg.shape, data: change(asRows(compare, arg)).data };
  });

const asRows = ({ batched = true }: ChangeCompare, { shape, data }: TensorValue): Matrix => ({
  shape: batched ? shape : [1, ...shape],
  data,
});

/** What a test asks, as a sentence for the student. */
export function describeTest({ function: name, compare }: CallTest): string {
  if (isChange(compare)) return `Of ${name}, ${claimOf(compare, 'outputs')}.`;
  if (compare.kind === 'exact') return `Every value that ${name} gives must be exactly the right one.`;
  if (compare.kind === 'gradient') {
    const most = compare.tolerance ?? gradientTolerance;
    return `The gradients that ${name} gives are held against finite differences, with a relative error of at most ${most}.`;
  }
  const { absolute, relative } = { ...usualTolerance, ...given(compare) };
  return `Every value that ${name} gives must be within ${absolute}, plus ${relative * 100} % of the right one, of the right one.`;
}

/** What went wrong with a visible case, which the student may read whole; null where nothing did. */
export function explainCase(test: CallTest, example: Case, results: readonly Value[]): string | null {
  const verdict = judgeCase(test, example, results);
  const [result] = results;
  if (verdict === 'passed' || result === undefined) return verdict === 'passed' ? null : 'no result';
  if (isChange(test.compare)) {
    return verdict === 'wrong_form'
      ? `${describeForm(result)} came back, which cannot be compared`
      : 'it does not hold';
  }
  if (verdict === 'wrong_form') {
    return `${describeForm(result)} came back instead of ${describeForm(example.expected)}`;
  }
  const [got, wanted] = [numbersOf(result), numbersOf(example.expected)];
  const worst = got.reduce((at, value, i) => (distance(value, wanted[i]) > distance(got[at], wanted[at]) ? i : at), 0);
  if (got.length === 1) return `${show(got[0])} came back instead of ${show(wanted[0])}`;
  return `value ${worst} is ${show(got[worst])} instead of ${show(wanted[worst])}`;
}

/** NaN is farthest. */
function distance(a = 0, b = 0): number {
  const apart = Math.abs(a - b);
  return Number.isNaN(apart) ? Number.POSITIVE_INFINITY : apart;
}

const show = (value = 0) => String(Number(value.toPrecision(6)));
