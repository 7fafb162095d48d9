import path from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { z } from 'zod';
import { InvalidInput } from '#lib/errors.ts';
import { type CallTest, type Case, isChange } from '#lib/grading/core/call-test.ts';
import { isTensor, maxLayout, numbersOf, pack, type Value } from '#lib/grading/core/value.ts';
import type { Cases } from '#lib/grading/functions.ts';
import { flawOfChange } from './core/change-rules.ts';
import type { FunctionsManifest } from './core/manifest.ts';
import { whyCarriedAway } from './core/probing.ts';
import { runBuilder } from './folder.ts';

/**
 * Runs the folder's `data.ts` with the deployment's seed and checks that its cases fit the manifest, and are more
 * than its attempts can carry away. @throws InvalidInput
 */
export async function buildCases(folder: string, manifest: FunctionsManifest, seed: string): Promise<Cases> {
  const { file, built } = await runBuilder(folder, 'buildCases', seed);
  const visible = readCases(`${file}: visible`, built.visible, manifest);
  const hidden = readCases(`${file}: hidden`, built.hidden, manifest);
  const carried = whyCarriedAway(manifest, (test) => bitsHeld(hidden.filter((one) => one.test === test)));
  if (carried) throw new InvalidInput(`${path.join(folder, 'assignment.json')}: ${carried}`);
  return { visible, hidden };
}

/** As many as the arguments have when compressed: what repeats itself need not be read twice. */
function bitsHeld(cases: Case[]): number {
  const numbers = Float32Array.from(cases.flatMap(({ args }) => args.flatMap((arg) => [...numbersOf(arg)])));
  return 8 * deflateRawSync(numbers).length;
}

const valueSchema: z.ZodType<Value> = z.union([
  z.number(),
  z.object({ shape: z.array(z.number().int().nonnegative()), data: z.instanceof(Float32Array) }),
  z.lazy(() => z.array(valueSchema)),
]);
const caseSchema = z.object({ test: z.string(), args: z.array(valueSchema), expected: valueSchema.optional() });

function readCases(where: string, given: unknown, { tests }: FunctionsManifest): Case[] {
  const parsed = z.array(caseSchema).safeParse(given);
  if (!parsed.success) {
    throw new InvalidInput(
      `${where} is no list of cases.`,
      'Give [{ test, args, expected }]; values are numbers, { shape, data: Float32Array } and arrays of these.',
    );
  }
  for (const { name } of tests) {
    if (parsed.data.some(({ test }) => test === name)) continue;
    throw new InvalidInput(`${where} has no case of the test "${name}".`, 'Give at least one.');
  }
  const cases = parsed.data.map((one, i) => readCase(`${where}.${i}`, one, tests));
  checkSize(where, cases);
  return cases;
}

function readCase(where: string, { test: name, args, expected }: z.infer<typeof caseSchema>, tests: CallTest[]): Case {
  const test = tests.find((one) => one.name === name);
  if (!test) {
    const names = tests.map((one) => `"${one.name}"`).join(', ');
    throw new InvalidInput(`${where}.test is "${name}", which assignment.json does not have.`, `Name one of ${names}.`);
  }
  for (const value of [...args, expected ?? []]) checkValue(where, value);
  if (isChange(test.compare)) checkChanged(where, test.compare, args);
  else if (expected === undefined) throw new InvalidInput(`${where} has no "expected".`, 'Say what is right.');
  return { test: name, args, expected: expected ?? [] };
}

function checkValue(where: string, value: Value): void {
  if (Array.isArray(value)) {
    for (const item of value) checkValue(where, item);
  } else if (isTensor(value) && value.data.length !== value.shape.reduce((product, n) => product * n, 1)) {
    throw new InvalidInput(`${where} has a tensor [${value.shape}] of ${value.data.length} values.`, 'Give as many.');
  }
  if (!numbersOf(value).every(Number.isFinite))
    throw new InvalidInput(`${where} holds a value that is no finite number.`);
}

function checkChanged(
  where: string,
  compare: Extract<CallTest['compare'], { arguments: number[] }>,
  args: Value[],
): void {
  const shapes = compare.arguments.map((i) => {
    const arg = args[i];
    if (arg !== undefined && isTensor(arg)) return compare.batched === false ? arg.shape : arg.shape.slice(1);
    throw new InvalidInput(`${where} has no tensor as argument ${i}, which the test changes.`, 'Give one there.');
  });
  const [first = []] = shapes;
  if (shapes.some(([length]) => length !== first[0])) {
    throw new InvalidInput(
      `${where} has arguments of several lengths.`,
      'What is changed together must be of one length.',
    );
  }
  const flaw = flawOfChange(compare, first, first);
  if (flaw) throw new InvalidInput(`${where}: the test ${flaw.problem}.`, flaw.remedy);
}

function checkSize(where: string, cases: Case[]): void {
  const longest = Math.max(
    ...[cases.map(({ args }) => args), cases.map((one) => one.expected)].map((list) => pack(list).layout.length),
  );
  // The changed arguments of a test travel with the others.
  if (8 * longest > maxLayout) {
    throw new InvalidInput(
      `${where} holds too many numbers outside tensors, or too many cases.`,
      'Use tensors, or fewer.',
    );
  }
}
