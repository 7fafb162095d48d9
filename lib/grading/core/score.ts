import { type Manifest, maxPointsOf, type TestSpec } from '#lib/assignments/core/manifest.ts';
import type { Metric } from './checkers.ts';
import { describeNote } from './notes.ts';
import type { RunNote } from './outcome.ts';
import type { TestView } from './view.ts';

type MetricSpec = Extract<TestSpec, { kind: 'metric' }>;
type HiddenSplit = MetricSpec['split'];
type Rules = Pick<Manifest, 'tests' | 'limits'>;

/** What is known of a run when points are given. */
export type Facts = {
  /** Numbers in the model's weights, trainable or not; null where no model was built. */
  parameters: number | null;
  /** Each metric on each split; one that is absent was not measured. */
  metrics: Partial<Record<HiddenSplit, Partial<Record<Metric, number>>>>;
  /** Why something was not measured. */
  note: RunNote | null;
};

/**
 * Where the metrics come from, and so what may be said of them: on `hidden` data only the marks that were reached, since
 * an exact value would go round the Ladder; in the browser all stand for the `validation` data, which the student holds.
 */
export type Source = 'hidden' | 'validation';

/**
 * Points and a sentence for every test of the manifest, in its order. A model over the parameter limit fails that test
 * and has nothing else scored.
 */
export function scoreTests(manifest: Rules, facts: Facts, source: Source = 'hidden'): TestView[] {
  const limit = manifest.limits.parameters;
  const over = facts.note?.code === 'too_many_parameters' || (facts.parameters !== null && facts.parameters > limit);
  return manifest.tests.map((test) => {
    if (test.kind === 'parameters') return scoreParameters(test, facts, limit, over);
    if (over) return missed(test, 'Not measured: the model has more parameters than the assignment allows.');
    return scoreMetric(test, facts, source);
  });
}

export function totalOf(tests: readonly TestView[]): number {
  return tests.reduce((sum, test) => sum + test.points, 0);
}

function scoreParameters(test: TestSpec, facts: Facts, limit: number, over: boolean): TestView {
  const most = `at most ${count(limit)} are allowed`;
  if (over) {
    const has =
      facts.parameters === null ? 'The model has more' : `The model has ${count(facts.parameters)} parameters`;
    return missed(test, `${has}; ${most}. Nothing else is scored.`);
  }
  if (facts.note) return missed(test, `Not measured. ${describeNote(facts.note)}`);
  if (facts.parameters === null) return missed(test, 'Not measured: there is no model yet.');
  return passed(test, maxPointsOf(test), `The model has ${count(facts.parameters)} parameters; ${most}.`);
}

function scoreMetric(test: MetricSpec, facts: Facts, source: Source): TestView {
  if (facts.note) return missed(test, `Not measured. ${describeNote(facts.note)}`);
  const value = facts.metrics[test.split]?.[test.metric];
  if (value === undefined || !Number.isFinite(value)) return missed(test, 'Not measured.');
  const reached = test.thresholds.filter((threshold) => value >= threshold.atLeast).at(-1);
  const next = test.thresholds.find((threshold) => value < threshold.atLeast);
  const message = `${subject(test, source)} ${standing(value, reached, next, source === 'validation')}`;
  return reached ? passed(test, reached.points, message) : missed(test, message);
}

const names: Record<Metric, string> = { accuracy: 'Accuracy' };

const subject = (test: MetricSpec, source: Source) =>
  `${names[test.metric]} on the ${source === 'validation' ? 'validation data' : `${test.split} test data`}`;

type Threshold = MetricSpec['thresholds'][number];

function standing(value: number, reached: Threshold | undefined, next: Threshold | undefined, tell: boolean): string {
  const goal = next ? `${next.atLeast} gives ${next.points} ${next.points === 1 ? 'point' : 'points'}` : 'full points';
  if (tell) return `is ${rounded(value)}: ${goal}.`;
  if (!next) return `is at least ${reached?.atLeast}: ${goal}.`;
  return reached
    ? `is at least ${reached.atLeast} and below ${next.atLeast}: ${goal}.`
    : `is below ${next.atLeast}: ${goal}.`;
}

/** Down, so that 0.8999 is not shown as the 0.9 it missed. */
const rounded = (value: number) => (Math.floor(value * 1000 + 1e-9) / 1000).toFixed(3);

const count = (n: number) => n.toLocaleString('en-US');

const passed = (test: TestSpec, points: number, message: string): TestView => ({
  name: test.name,
  passed: true,
  points,
  maxPoints: maxPointsOf(test),
  message,
});

const missed = (test: TestSpec, message: string): TestView => ({
  name: test.name,
  passed: false,
  points: 0,
  maxPoints: maxPointsOf(test),
  message,
});
