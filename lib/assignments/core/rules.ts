import { checkers } from '#lib/grading/core/checkers/registry.ts';
import { mostValues } from '#lib/grading/core/checkers/samples.ts';
import { isChangeTest } from '#lib/grading/core/trials.ts';
import { flawOfChange, flawOfClasses } from './change-rules.ts';
import { type AnyManifest, type Manifest, markOf, shownMetric, type TestSpec, type Threshold } from './manifest.ts';
import { mostMarks, privateMarks } from './probing.ts';

/** What is wrong with a manifest, where, and what to do about it. */
export type Flaw = { field: string; problem: string; remedy: string };

/** The rules that join several fields of a manifest, which the schema alone cannot say. */
export function findFlaws(manifest: AnyManifest): Flaw[] {
  const flaws = [...flawsOfDates(manifest), ...flawsOfNames(manifest)];
  return manifest.kind === 'model' ? [...flaws, ...flawsOfModel(manifest)] : flaws;
}

function flawsOfModel(manifest: Manifest): Flaw[] {
  return [
    ...flawsOfClasses(manifest),
    ...flawsOfTests(manifest),
    ...flawsOfSplits(manifest),
    ...flawsOfMarks(manifest),
    ...flawsOfChanges(manifest),
  ];
}

function flawsOfDates({ dates: { opens, due, closes } }: AnyManifest): Flaw[] {
  const flaws: Flaw[] = [];
  if (orderOf(due) <= orderOf(opens)) {
    flaws.push({ field: 'dates.due', problem: 'is not after dates.opens', remedy: 'Make it later than the opening.' });
  }
  if (orderOf(closes) < orderOf(due)) {
    flaws.push({ field: 'dates.closes', problem: 'is before dates.due', remedy: 'Make it the due date or later.' });
  }
  return flaws;
}

/** Larger is later: the times are written with leading zeros, so they sort as text. */
const orderOf = ({ day, time }: { day: number; time: string }) => day * 24 * 60 + minutes(time);
const minutes = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

function flawsOfClasses({ classes, output }: Manifest): Flaw[] {
  if (!classes || classes.length === output.shape.at(-1)) return [];
  return [
    {
      field: 'classes',
      problem: `names ${classes.length} classes, but the output has ${output.shape.at(-1)}`,
      remedy: 'Name one class for each output.',
    },
  ];
}

function flawsOfNames({ tests }: AnyManifest): Flaw[] {
  return tests.flatMap(({ name }, i) =>
    tests.findIndex((other) => other.name === name) === i
      ? []
      : [{ field: `tests.${i}.name`, problem: 'is the name of an earlier test too', remedy: 'Give it its own name.' }],
  );
}

function flawsOfTests(manifest: Manifest): Flaw[] {
  return manifest.tests.flatMap((test, i) =>
    test.kind === 'metric'
      ? [...flawsOfThresholds(test, `tests.${i}.thresholds`), ...flawsOfMetric(test, `tests.${i}.metric`, manifest)]
      : [],
  );
}

/** Points for a mark on the public split would tell what its score, behind the Ladder, does not. */
function flawsOfSplits({ tests }: Manifest): Flaw[] {
  return tests.flatMap((test, i) =>
    test.kind === 'metric' && test.split === 'public'
      ? [
          {
            field: `tests.${i}.split`,
            problem: 'is "public", whose score is shown as practice',
            remedy: 'Give points on the private split: "split": "private".',
          },
        ]
      : [],
  );
}

/** Several tests of one metric ask with all their marks about one number. */
function flawsOfMarks(manifest: Manifest): Flaw[] {
  return [...privateMarks(manifest)].flatMap(([metric, { length }]) => {
    if (length <= mostMarks) return [];
    const i = manifest.tests.findIndex((test) => test.kind === 'metric' && test.metric === metric);
    const problem = `ask for ${length} marks of ${metric} in all: together they would tell the exact score`;
    return [{ field: `tests.${i}.thresholds`, problem, remedy: `Set at most ${mostMarks} marks for a metric.` }];
  });
}

type MetricTest = Extract<TestSpec, { kind: 'metric' }>;

function flawsOfThresholds({ metric, thresholds }: MetricTest, field: string): Flaw[] {
  const { better } = checkers[metric];
  const right = better === 'higher' ? 'atLeast' : 'atMost';
  if (!thresholds.every((one) => right in one)) {
    const problem = `ask for the wrong side: of ${metric}, ${better} is better`;
    return [{ field, problem, remedy: `Write "${right}" in each.` }];
  }
  if (thresholds.every((one, k) => isHarder(better, thresholds[k - 1], one))) return [];
  const order = better === 'higher' ? 'rise' : 'fall';
  return [
    {
      field,
      problem: `do not ${order}: each must ask for more than the one before, and give more points`,
      remedy: `Sort them so that "${right}" ${order}s and "points" rise.`,
    },
  ];
}

function isHarder(better: 'higher' | 'lower', before: Threshold | undefined, next: Threshold): boolean {
  if (!before) return true;
  const step = markOf(next) - markOf(before);
  return (better === 'higher' ? step > 0 : step < 0) && before.points < next.points;
}

function flawsOfMetric({ metric }: MetricTest, field: string, manifest: Manifest): Flaw[] {
  const flaws: Flaw[] = [];
  if (metric === shownMetric(manifest) && !checkers[metric].hasLosses) {
    flaws.push({
      field,
      problem: `is ${metric}, the first, so that students are shown it, but it has no loss a row for the Ladder to compare`,
      remedy: 'Put a test of a metric that is a mean over rows first, such as accuracy or mse.',
    });
  }
  const width = manifest.output.shape.reduce((product, n) => product * n, 1);
  if (metric === 'frechet_distance' && width > mostValues) {
    flaws.push({
      field,
      problem: `compares covariances of at most ${mostValues} values, but the output has ${width}`,
      remedy: 'Use energy_distance, or a smaller output.',
    });
  }
  return flaws;
}

function flawsOfChanges({ tests, input, output }: Manifest): Flaw[] {
  return tests.flatMap((test, i) => {
    if (!isChangeTest(test)) return [];
    const flaw = flawOfChange(test, input.shape, output.shape) ?? flawOfClasses(test, output.shape);
    return flaw ? [{ ...flaw, field: `tests.${i}${flaw.field}` }] : [];
  });
}
