import { setTimeout as wait } from 'node:timers/promises';
import type { Work } from '#db/queries/grading-runs.ts';
import { type FunctionsManifest, totalPoints } from '#lib/assignments/core/manifest.ts';
import { permutation } from '#lib/ml/random.ts';
import type { Prepared, Sandbox } from '#lib/sandbox/sandbox.ts';
import { type Collected, collect, InfrastructureFailure } from './collect.ts';
import { type CallTest, type Case, judgeCase, type Verdict, worstOf } from './core/call-test.ts';
import { outcomeOf } from './core/notes.ts';
import type { RunNote } from './core/outcome.ts';
import { callLimits } from './core/plan.ts';
import { totalOf } from './core/score.ts';
import {
  type Answered,
  callJob,
  dealOut,
  describeExamples,
  listCalls,
  mostValuesOf,
  scoreCalls,
} from './core/score-calls.ts';
import type { Grade } from './grade.ts';

export type Cases = { visible: Case[]; hidden: Case[] };

export type FunctionsBench = {
  sandbox: Pick<Sandbox, 'prepare'>;
  cases: Cases;
  signal: AbortSignal;
  background: boolean;
};

export type FunctionsWork = Pick<Work, 'code'> & { manifest: FunctionsManifest };

/**
 * Grades functions. A first process calls them with the visible arguments: what they print and throw there the student
 * may read. A second one meets the hidden arguments, beside student code: of what it says only values are looked at, and
 * a verdict a test is all that is kept, given at a time that does not tell how long anything took.
 * @throws InfrastructureFailure for what is not the student's doing
 */
export async function gradeFunctions(work: FunctionsWork, bench: FunctionsBench): Promise<Grade> {
  const limits = limitsOfFunctions(work.manifest, bench.cases, bench.background);
  const first = bench.sandbox.prepare(limits.examples);
  const second = bench.sandbox.prepare(limits.hidden);
  const started = performance.now();
  try {
    const shown = await runExamples(first, work, bench);
    const took = { build: Math.round(performance.now() - started) };
    if (shown.note) return conclude(work.manifest, { ...shown, took, found: new Map(), cpuSeconds: null });
    const { found, held, cpuSeconds } = await runHidden(second, work, bench);
    return conclude(work.manifest, { ...shown, took: { ...took, held }, found, cpuSeconds });
  } finally {
    await Promise.all([first.discard(), second.discard()]);
  }
}

/** Of both processes, before anything is known of the code. */
export function limitsOfFunctions(manifest: FunctionsManifest, { visible, hidden }: Cases, background = false) {
  const of = (cases: Case[]) => {
    const { functions } = listCalls(manifest.tests, cases);
    return { ...callLimits(manifest, functions.length, mostValuesOf(cases)), background };
  };
  return { examples: of(visible), hidden: of(hidden) };
}

type Shown = { note: RunNote | null; log: string; exampleSeconds: number | null };

async function runExamples(process: Prepared, work: FunctionsWork, { cases, signal }: FunctionsBench): Promise<Shown> {
  const { tests } = work.manifest;
  const said = await collect(process, { ...callJob(work.manifest, cases.visible, false), code: work.code }, signal);
  const exampleSeconds = said.cpuSeconds;
  if (said.note) return { note: { ...said.note, phase: 'build' }, log: said.log, exampleSeconds };
  if (said.ending !== 'finished' && said.calls.size === 0) {
    const code = said.ending === 'timeout' || said.ending === 'out_of_memory' ? said.ending : 'stopped_early';
    return { note: { code, phase: 'build' }, log: said.log, exampleSeconds };
  }
  const answered = dealOut(tests, cases.visible, (call) => said.calls.get(call));
  const report = tests.flatMap((test) => describeExamples(test, answered.get(test.name) ?? []));
  const lines = report.map(({ title, message }) => `${title}: ${message}.`);
  if (said.ending !== 'finished') lines.push(`The examples ended early: ${said.ending.replaceAll('_', ' ')}.`);
  return { note: null, log: [said.log, ...lines].filter(Boolean).join('\n'), exampleSeconds };
}

/** `held`: milliseconds from the first word of the last process to the moment at which its verdicts were given. */
type Found = { found: Map<string, Verdict>; held: number; cpuSeconds: number | null };

/**
 * All hidden cases in one process; where it ends early, the test at which it did has its verdict, and those after it are
 * called in a new one.
 */
async function runHidden(process: Prepared, work: FunctionsWork, bench: FunctionsBench): Promise<Found> {
  const limits = limitsOfFunctions(work.manifest, bench.cases, bench.background).hidden;
  const hidden = shuffled(bench.cases.hidden);
  const found = new Map<string, Verdict>();
  let cpuSeconds: number | null = null;
  let held = 0;
  let tests = work.manifest.tests;
  while (tests.length > 0) {
    const ready = found.size === 0 ? process : bench.sandbox.prepare(limits);
    const job = { ...callJob({ ...work.manifest, tests }, hidden, true), code: work.code };
    const said = await collect(ready, job, bench.signal);
    cpuSeconds ??= said.cpuSeconds;
    await hold(said, work.manifest, limits.wallMs, bench.signal);
    held = Math.round(performance.now() - said.spokeAt);
    for (const [name, verdict] of verdictsOf(tests, hidden, said)) found.set(name, verdict);
    tests = tests.filter(({ name }) => !found.has(name));
  }
  return { found, held, cpuSeconds };
}

/** Of each test up to the first that was not answered whole. */
function verdictsOf(tests: CallTest[], hidden: Case[], said: Collected): [string, Verdict][] {
  const answered = dealOut(tests, hidden, (call) => said.calls.get(call));
  const found: [string, Verdict][] = [];
  for (const test of tests) {
    const own = answered.get(test.name) ?? [];
    const whole = own.every(({ answers }) => answers.every((answer) => answer !== undefined));
    found.push([test.name, whole ? worstOf(own.map((one) => verdictOf(test, one))) : verdictOfEnding(said)]);
    if (!whole) break;
  }
  return found;
}

function verdictOf(test: CallTest, { example, answers }: Answered): Verdict {
  const values = answers.flatMap((answer) => (answer && 'value' in answer ? [answer.value] : []));
  if (values.length === answers.length) return judgeCase(test, example, values);
  return answers.some((answer) => answer && 'why' in answer && answer.why === 'threw') ? 'error' : 'wrong_form';
}

function verdictOfEnding({ ending, note }: Collected): Verdict {
  return ending === 'timeout' || note?.code === 'never_settled' ? 'too_slow' : 'error';
}

/** Killing a process and freeing its memory takes no longer. */
const killMs = 2500;

/**
 * Waits until the moment at which a grade is given: after `callSeconds`, or after all the time there is where it took
 * longer or ended otherwise. How long the code really ran, which it could make a message of, is not to be seen.
 */
async function hold(
  { spokeAt, ending }: Collected,
  { limits }: FunctionsManifest,
  wallMs: number,
  signal: AbortSignal,
): Promise<void> {
  const elapsed = performance.now() - spokeAt;
  const soon = limits.callSeconds * 1000;
  const until = ending === 'finished' && elapsed <= soon ? soon : wallMs + killMs;
  await wait(Math.max(0, until - elapsed), undefined, { signal }).catch(() => {
    throw new InfrastructureFailure('The run was cancelled.');
  });
}

function shuffled(cases: Case[]): Case[] {
  const order = permutation(cases.length, () => (crypto.getRandomValues(new Uint32Array(1))[0] ?? 0) / 2 ** 32);
  return [...order].flatMap((i) => cases[i] ?? []);
}

type Conclusion = Shown & Omit<Found, 'held'> & { took: Grade['took'] };

function conclude(manifest: FunctionsManifest, { note, log, took, found, ...used }: Conclusion): Grade {
  const tests = scoreCalls(manifest.tests, found, note);
  return {
    outcome: note ? outcomeOf(note.code) : 'graded',
    note,
    tests,
    points: totalOf(tests),
    maxPoints: totalPoints(manifest),
    publicScore: null,
    publicLosses: null,
    metrics: [],
    log,
    took,
    weights: null,
    cpuSeconds: { build: used.exampleSeconds, predict: used.cpuSeconds },
  };
}
