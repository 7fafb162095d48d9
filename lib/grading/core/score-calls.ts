import type { FunctionsManifest } from '#lib/assignments/core/manifest.ts';
import { type CallTest, type Case, callsOf, describeTest, explainCase, isChange, type Verdict } from './call-test.ts';
import { describeNote } from './notes.ts';
import type { RunNote } from './outcome.ts';
import { pack, type Value } from './value.ts';
import type { TestView } from './view.ts';

/** What a student reads of hidden calls. These words are all there is: nothing in them depends on the arguments. */
const words: Record<Verdict, string> = {
  passed: 'passed',
  wrong_value: 'a value is wrong',
  wrong_form: 'a result has another shape or type than it should',
  too_slow: 'the calls took too long',
  error: 'a call threw an error or ended the program',
};

/**
 * Points and a sentence for every test: all its points where every hidden case passed, and none otherwise.
 * @param note why nothing was called
 */
export function scoreCalls(
  tests: readonly CallTest[],
  found: ReadonlyMap<string, Verdict>,
  note: RunNote | null,
): TestView[] {
  return tests.map((test) => {
    const verdict = found.get(test.name);
    const passed = note === null && verdict === 'passed';
    const said =
      note || !verdict
        ? `Not measured. ${note ? describeNote(note) : ''}`.trim()
        : `${describeTest(test)} With hidden arguments: ${words[verdict]}.`;
    return { name: test.name, passed, points: passed ? test.points : 0, maxPoints: test.points, message: said };
  });
}

/** What became of one call: a value, or why there is none, in the student's own words where they may be told. */
export type Answer = { value: Value } | { why: string };

/** A case and its calls' answers, as far as there are any. */
export type Answered = { example: Case; answers: (Answer | undefined)[] };

export type ExampleView = { title: string; passed: boolean; message: string };

/** Every visible case of a test, and what came of it: a student may read all of it. */
export function describeExamples(test: CallTest, answered: readonly Answered[]): ExampleView[] {
  return answered.map(({ example, answers }, i) => {
    const wrong = problemOf(test, example, answers);
    return { title: `${test.function}, example ${i + 1}`, passed: wrong === null, message: wrong ?? 'right' };
  });
}

function problemOf(test: CallTest, example: Case, answers: (Answer | undefined)[]): string | null {
  const results: Value[] = [];
  for (const answer of answers) {
    if (!answer) return 'it was not called';
    if ('why' in answer) return answer.why;
    results.push(answer.value);
  }
  return explainCase(test, example, results);
}

/** Deals the answers to a list of calls out to the cases that made them, in their order. */
export function dealOut(
  tests: readonly CallTest[],
  cases: readonly Case[],
  answers: (call: number) => Answer | undefined,
): Map<string, Answered[]> {
  let call = 0;
  return new Map(
    tests.map((test) => {
      const own = cases.filter((one) => one.test === test.name);
      const answered = own.map((example) => ({ example, answers: callsOf(test, example).map(() => answers(call++)) }));
      return [test.name, answered];
    }),
  );
}

/** What the harness is asked for these cases, besides the code. */
export function callJob(manifest: Pick<FunctionsManifest, 'seed' | 'tests'>, cases: readonly Case[], hidden: boolean) {
  const { functions, args } = listCalls(manifest.tests, cases);
  const exports = manifest.tests.map((test) => test.function);
  const mostValues = mostValuesOf(cases);
  return { kind: 'call', seed: manifest.seed, exports, functions, args: pack(args), mostValues, hidden } as const;
}

/** The calls of all cases, test by test: what `dealOut` takes apart again. */
export function listCalls(
  tests: readonly CallTest[],
  cases: readonly Case[],
): { functions: string[]; args: Value[][] } {
  const calls = tests.flatMap((test) =>
    cases
      .filter((one) => one.test === test.name)
      .flatMap((one) => callsOf(test, one).map((args) => ({ name: test.function, args }))),
  );
  return { functions: calls.map(({ name }) => name), args: calls.map(({ args }) => args) };
}

/** More numbers than any right result has, by far; a result of more is refused. */
export function mostValuesOf(cases: readonly Case[]): number {
  const size = (value: Value): number => {
    if (typeof value === 'number') return 1;
    return Array.isArray(value) ? value.reduce<number>((sum, item) => sum + size(item), 0) : value.data.length;
  };
  return cases.reduce((most, { args, expected }) => Math.max(most, 4 * size(expected), 4 * size(args)), 1024);
}

/** A visible case as a student would write it: the call, and below it what is right. */
export function showCall(test: CallTest, { args, expected }: Case): string {
  const call = `${test.function}(${args.map(showValue).join(', ')})`;
  return isChange(test.compare) ? call : `${call}\n→ ${showValue(expected)}`;
}

const mostShown = 12;

function showValue(value: Value): string {
  if (typeof value === 'number') return String(Number(value.toPrecision(6)));
  if (Array.isArray(value)) return `[${value.map(showValue).join(', ')}]`;
  const numbers = [...value.data.subarray(0, mostShown)].map((one) => Number(one.toPrecision(4)));
  const more = value.data.length > mostShown ? ', …' : '';
  return `tensor [${value.shape.join(', ')}] of ${numbers.join(', ')}${more}`;
}
