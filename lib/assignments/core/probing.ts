import { type CallTest, isChange, verdicts } from '#lib/grading/core/call-test.ts';
import { type Metric, needProbabilities, shares } from '#lib/grading/core/checkers/metric.ts';
import { isChangeTest } from '#lib/grading/core/trials.ts';
import type { FunctionsManifest, Manifest } from './manifest.ts';
import { markOf } from './manifest.ts';

// What hidden data can be asked by handing in, and how much of that an assignment may allow.

type Tests = Pick<Manifest, 'tests'>;

/** Few enough that points are steps. With as many marks as rows they would be the exact score, told at once. */
export const mostMarks = 6;

/** Where points begin on the private split, by metric: two tests of one metric ask about the same number. */
export function privateMarks({ tests }: Tests): Map<Metric, number[]> {
  const marks = new Map<Metric, Set<number>>();
  for (const test of tests) {
    if (test.kind !== 'metric' || test.split !== 'private') continue;
    const known = marks.get(test.metric) ?? new Set();
    marks.set(test.metric, known.union(new Set(test.thresholds.map(markOf))));
  }
  return new Map([...marks].map(([metric, known]) => [metric, [...known].sort((a, b) => a - b)]));
}

/**
 * Bits that one grade can tell of the private rows: where each metric stands between its marks, whether each test of
 * changed inputs holds, or, instead of all that, that a model gave what is no number or no probability.
 */
export function bitsTold(manifest: Tests): number {
  const marks = privateMarks(manifest);
  const standings = [...marks.values()].reduce((product, { length }) => product * (length + 1), 1);
  const changes = 2 ** manifest.tests.filter(isChangeTest).length;
  const notes = [...marks.keys()].some((metric) => needProbabilities.has(metric)) ? 2 : 1;
  return Math.log2(standings * changes + notes);
}

/**
 * How many attempts a private split of so many rows bears. Points are thresholds on it and are told at once, so who sits
 * exactly at a mark learns whether a single changed answer was right: a bit is worth a row, and half of the rows so read
 * had been right already. k attempts of b bits gain at most about kb / 2n of an accuracy that way. With kb ≤ √n that is
 * within 1 / (2√n), one standard error of the accuracy itself at its widest: less than chance gives or takes.
 */
export const mostAttempts = (privateRows: number, bits: number): number => Math.floor(Math.sqrt(privateRows) / bits);

/**
 * The most that so many bits can lift the expected accuracy on n rows above the true one, however they are used: of
 * blocks of rows, too, on which a model only guesses. (D. Russo and J. Zou, "Controlling Bias in Adaptive Data Analysis
 * Using Information Theory", AISTATS 2016, for losses in [0, 1].)
 */
export const mostGain = (bits: number, rows: number): number => Math.sqrt((Math.LN2 * bits) / (2 * rows));

/** What in a manifest lets the private rows be read, with the remedy; null where nothing does. */
export function whyReadable(manifest: Pick<Manifest, 'attempts' | 'tests'>, privateRows: number): string | null {
  return whyTooFine(manifest, privateRows) ?? whyTooManyAttempts(manifest, privateRows);
}

/**
 * Marks must lie at least two standard errors apart: nearer ones measure chance, and a small change of a model would
 * pass several of them. Of a share of n rows the standard error is 1 / (2√n) at its widest. Other metrics have no such
 * bound before they are measured.
 */
function whyTooFine(manifest: Tests, privateRows: number): string | null {
  const least = 1 / Math.sqrt(privateRows);
  for (const [metric, marks] of privateMarks(manifest)) {
    if (!shares.has(metric)) continue;
    for (const [i, mark] of marks.entries()) {
      const before = marks[i - 1];
      if (before === undefined || mark - before >= least - 1e-9) continue;
      return (
        `tests: the marks ${before} and ${mark} of ${metric} are nearer than ${least.toPrecision(2)}, two standard errors ` +
        `on ${privateRows} private rows. Set them further apart, or build a private split of ` +
        `${Math.ceil((mark - before) ** -2 - 1e-6)} rows or more.`
      );
    }
  }
  return null;
}

function whyTooManyAttempts(manifest: Pick<Manifest, 'attempts' | 'tests'>, privateRows: number): string | null {
  if (privateMarks(manifest).size === 0) return null;
  const bits = bitsTold(manifest);
  const most = mostAttempts(privateRows, bits);
  if (manifest.attempts <= most) return null;
  return (
    `attempts: ${manifest.attempts} submissions, each told ${bits.toFixed(1)} bits, could read off more of the ` +
    `${privateRows} private rows than chance hides. Allow at most ${most}, ask for fewer marks, or build a private split ` +
    `of ${Math.ceil((manifest.attempts * bits) ** 2)} rows or more.`
  );
}

/** Bits that one grade of functions can tell: a word a test, which code that saw the arguments chooses, and when it came. */
export const bitsOfCalls = (tests: readonly CallTest[]): number => tests.length * Math.log2(verdicts.length) + 1;

/**
 * Whether all attempts together could carry the hidden arguments of a test away, so that right results could be written
 * into the code; with the remedy. Guessing results is no other way: a test passes with all its cases or with none. What
 * compares changed arguments expects no results.
 * @param held bits of a test's hidden arguments
 */
export function whyCarriedAway(
  { attempts, tests }: Pick<FunctionsManifest, 'attempts' | 'tests'>,
  held: (test: string) => number,
): string | null {
  const carried = attempts * bitsOfCalls(tests);
  for (const { name, compare } of tests) {
    const bits = held(name);
    if (isChange(compare) || carried <= bits) continue;
    const most = Math.floor(bits / bitsOfCalls(tests));
    return (
      `attempts: ${attempts} submissions can carry ${Math.ceil(carried)} bits away, and the hidden arguments of "${name}" hold ` +
      `${bits}. Give that test more or larger hidden cases, or allow at most ${most} attempts.`
    );
  }
  return null;
}
