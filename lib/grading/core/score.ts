import { type Manifest, markOf, maxPointsOf, type TestSpec, type Threshold } from '#lib/assignments/core/manifest.ts';
import type { Flaw } from './checkers/matrix.ts';
import type { Metric } from './checkers/metric.ts';
import { checkers, explain, format, reaches } from './checkers/registry.ts';
import { describeNote } from './notes.ts';
import type { RunNote } from './outcome.ts';
import { type Agreement, agrees, type ChangeTest, describeAgreement, isChangeTest } from './trials.ts';
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
  /** Of changed inputs, by the name of the test; one that is absent was not tried. */
  agreements?: Record<string, Agreement> | undefined;
  /** Why a single metric was not measured, where that may be told. */
  flaws?: Partial<Record<Metric, Flaw>>;
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
    return isChangeTest(test) ? scoreChange(test, facts, source) : scoreMetric(test, facts, source);
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

function scoreChange(test: ChangeTest, facts: Facts, source: Source): TestView {
  if (facts.note) return missed(test, `Not measured. ${describeNote(facts.note)}`);
  const found = facts.agreements?.[test.name];
  if (!found) return missed(test, 'Not measured.');
  const message = describeAgreement(test, found, source);
  return agrees(test, found) ? passed(test, test.points, message) : missed(test, message);
}

function scoreMetric(test: MetricSpec, facts: Facts, source: Source): TestView {
  if (facts.note) return missed(test, `Not measured. ${describeNote(facts.note)}`);
  const value = facts.metrics[test.split]?.[test.metric];
  const why = facts.flaws?.[test.metric];
  if (why) return missed(test, explain(test.metric, { ok: false, why }));
  if (value === undefined || !Number.isFinite(value)) return missed(test, 'Not measured.');
  const meets = (threshold: Threshold) => reaches(test.metric, value, markOf(threshold));
  const reached = test.thresholds.filter(meets).at(-1);
  const next = test.thresholds.find((threshold) => !meets(threshold));
  const exactly = source === 'validation' ? format(test.metric, value) : null;
  const message = `${subject(test, source)} ${standing(test.metric, exactly, reached, next)} ${checkers[test.metric].says}`;
  return reached ? passed(test, reached.points, message) : missed(test, message);
}

const subject = (test: MetricSpec, source: Source) =>
  `${checkers[test.metric].name} on the ${source === 'validation' ? 'validation data' : `${test.split} test data`}`;

/** Where a metric stands between two marks; `exactly` its value, where that may be told. */
function standing(metric: Metric, exactly: string | null, reached?: Threshold, next?: Threshold): string {
  const goal = next ? `${markOf(next)} gives ${next.points} ${next.points === 1 ? 'point' : 'points'}` : 'full points';
  if (exactly !== null) return `is ${exactly}: ${goal}.`;
  const [good, bad] = checkers[metric].better === 'higher' ? ['at least', 'below'] : ['at most', 'above'];
  const parts = [reached && `${good} ${markOf(reached)}`, next && `${bad} ${markOf(next)}`].filter(Boolean);
  return `is ${parts.join(' and ')}: ${goal}.`;
}

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
