import type { Manifest } from './manifest.ts';

/** What is wrong with a manifest, where, and what to do about it. */
export type Flaw = { field: string; problem: string; remedy: string };

/** The rules that join several fields of a manifest, which the schema alone cannot say. */
export function findFlaws(manifest: Manifest): Flaw[] {
  return [
    ...flawsOfDates(manifest),
    ...flawsOfClasses(manifest),
    ...flawsOfNames(manifest),
    ...flawsOfTests(manifest),
    ...flawsOfSplits(manifest),
  ];
}

function flawsOfDates({ dates: { opens, due, closes } }: Manifest): Flaw[] {
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

function flawsOfNames({ tests }: Manifest): Flaw[] {
  return tests.flatMap(({ name }, i) =>
    tests.findIndex((other) => other.name === name) === i
      ? []
      : [{ field: `tests.${i}.name`, problem: 'is the name of an earlier test too', remedy: 'Give it its own name.' }],
  );
}

function flawsOfTests({ tests }: Manifest): Flaw[] {
  return tests.flatMap((test, i) =>
    test.kind === 'metric' && !test.thresholds.every((one, k) => rises(test.thresholds[k - 1], one))
      ? [
          {
            field: `tests.${i}.thresholds`,
            problem: 'do not rise: each must ask for more than the one before, and give more points',
            remedy: 'Sort them by "atLeast", with rising "points".',
          },
        ]
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

type Threshold = { atLeast: number; points: number };

const rises = (before: Threshold | undefined, next: Threshold) =>
  !before || (before.atLeast < next.atLeast && before.points < next.points);
