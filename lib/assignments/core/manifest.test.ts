import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Metric } from '#lib/grading/core/checkers/metric.ts';
import { manifestJsonSchema } from './json-schema.ts';
import { type Manifest, manifestSchema, maxTrainSeconds, type Threshold, testSchema, totalPoints } from './manifest.ts';
import { findFlaws } from './rules.ts';

const root = path.resolve(import.meta.dirname, '../../..');
const readJson = (file: string): unknown => JSON.parse(readFileSync(path.join(root, file), 'utf8'));
const manifest = manifestSchema.parse(readJson('assignments/06-cnn-translation/assignment.json'));

test('the published JSON Schema is that of the manifest (else: node assignments/build-schema.ts)', () => {
  expect(readJson('assignments/assignment.schema.json')).toEqual(JSON.parse(JSON.stringify(manifestJsonSchema())));
});

test('a training may take an hour of processor time, and no more', () => {
  const withSeconds = (trainSeconds: number) =>
    manifestSchema.safeParse({ ...manifest, limits: { ...manifest.limits, trainSeconds } }).success;
  expect([maxTrainSeconds, maxTrainSeconds + 1].map(withSeconds)).toEqual([true, false]);
});

test('the CNN assignment gives ten points', () => {
  expect(totalPoints(manifest)).toBe(10);
});

describe('findFlaws', () => {
  const flawsWith = (change: Partial<Manifest>) => findFlaws({ ...manifest, ...change }).map(({ field }) => field);
  const metric = (...thresholds: { atLeast: number; points: number }[]): Manifest['tests'] => [
    { kind: 'metric', name: 'Accuracy', metric: 'accuracy', split: 'private', thresholds },
  ];

  test('finds none in a good manifest', () => {
    expect(findFlaws(manifest)).toEqual([]);
  });

  test('finds dates out of order, to the minute', () => {
    const opens = { day: 3, time: '12:00' };
    const earlier = { day: 3, time: '11:59' };
    expect(flawsWith({ dates: { opens, due: earlier, closes: opens } })).toEqual(['dates.due']);
    expect(flawsWith({ dates: { opens: earlier, due: opens, closes: earlier } })).toEqual(['dates.closes']);
    expect(flawsWith({ dates: { opens: earlier, due: opens, closes: opens } })).toEqual([]);
  });

  test('finds a missing class', () => {
    expect(flawsWith({ classes: ['cat', 'dog'] })).toEqual(['classes']);
  });

  test('finds thresholds that do not rise', () => {
    expect(flawsWith({ tests: metric({ atLeast: 0.9, points: 2 }, { atLeast: 0.8, points: 3 }) })).toEqual([
      'tests.0.thresholds',
    ]);
    expect(flawsWith({ tests: metric({ atLeast: 0.8, points: 3 }, { atLeast: 0.9, points: 3 }) })).toEqual([
      'tests.0.thresholds',
    ]);
  });

  const tests = (metric: Metric, ...thresholds: Threshold[]): Partial<Manifest> => ({
    tests: [{ kind: 'metric', name: metric, metric, split: 'private', thresholds }],
  });

  test('asks for marks on the side that is better', () => {
    expect(flawsWith(tests('mse', { atMost: 0.2, points: 1 }, { atMost: 0.1, points: 2 }))).toEqual([]);
    expect(flawsWith(tests('mse', { atMost: 0.1, points: 1 }, { atMost: 0.2, points: 2 }))).toEqual([
      'tests.0.thresholds',
    ]);
    expect(flawsWith(tests('mse', { atLeast: 0.1, points: 1 }))).toEqual(['tests.0.thresholds']);
    expect(flawsWith(tests('accuracy', { atMost: 0.9, points: 1 }))).toEqual(['tests.0.thresholds']);
  });

  test('takes few marks, of all tests of a metric together', () => {
    const marks = (from: number, count: number) =>
      Array.from({ length: count }, (_, i) => ({ atLeast: from + i / 1000, points: i + 1 }));
    expect(flawsWith(tests('accuracy', ...marks(0, 1000)))).toEqual(['tests.0.thresholds']);
    expect(flawsWith(tests('accuracy', ...marks(0, 7)))).toEqual(['tests.0.thresholds']);
    expect(flawsWith(tests('accuracy', ...marks(0, 6)))).toEqual([]);
    const again = metric(...marks(0.5, 3)).map((test) => ({ ...test, name: 'Again' }));
    expect(flawsWith({ tests: [...metric(...marks(0, 3)), ...again] })).toEqual([]);
    expect(flawsWith({ tests: [...metric(...marks(0, 4)), ...again] })).toEqual(['tests.0.thresholds']);
  });

  test('shows students no metric that would go round the Ladder', () => {
    const [auc] = tests('auc', { atLeast: 0.9, points: 1 }).tests ?? [];
    const [mse] = tests('mse', { atMost: 0.1, points: 1 }).tests ?? [];
    expect(flawsWith({ tests: auc && mse ? [auc, mse] : [] })).toEqual(['tests.0.metric']);
    expect(flawsWith({ tests: auc && mse ? [mse, auc] : [] })).toEqual([]);
  });

  test('compares no covariances of more values than can be decomposed', () => {
    const frechet = tests('frechet_distance', { atMost: 1, points: 1 }).tests ?? [];
    const mse = tests('mse', { atMost: 0.1, points: 1 }).tests ?? [];
    const shape = [64, 64];
    expect(flawsWith({ output: { shape }, classes: undefined, tests: [...mse, ...frechet] })).toEqual([
      'tests.1.metric',
    ]);
  });

  test.each<[string, object, number[], number[], string[]]>([
    ['a shift', { kind: 'shift', pixels: 2, outputs: 'same' }, [8, 8, 1], [10], []],
    ['a shift out of sight', { kind: 'shift', pixels: 8, outputs: 'same' }, [8, 8, 1], [10], ['tests.0.pixels']],
    ['a shift of what is no image', { kind: 'shift', pixels: 1, outputs: 'same' }, [8], [10], ['tests.0.kind']],
    ['outputs that cannot move', { kind: 'shift', pixels: 1, outputs: 'shifted' }, [8, 8], [10], ['tests.0.outputs']],
    ['all margin', { kind: 'shift', pixels: 1, outputs: 'shifted', margin: 4 }, [8, 8], [8, 8], ['tests.0.margin']],
    ['a set', { kind: 'permutation', outputs: 'same' }, [5, 2], [1], []],
    ['a set of one', { kind: 'permutation', outputs: 'same' }, [1, 2], [1], ['tests.0.kind']],
    ['outputs without order', { kind: 'permutation', outputs: 'permuted' }, [5, 2], [3], ['tests.0.kind']],
    ['a sequence', { kind: 'causality' }, [5], [5, 20], []],
    ['classes of each position', { kind: 'causality', of: 'class' }, [5], [5, 20], []],
    ['positions without classes', { kind: 'causality', of: 'class' }, [5], [5], ['tests.0.of']],
    ['one output for a sequence', { kind: 'causality' }, [5], [20], ['tests.0.kind']],
  ])('looks whether inputs can be changed: %s', (_what, change, input, output, fields) => {
    const tests = [testSchema.parse({ name: 'T', points: 1, ...change })];
    expect(flawsWith({ tests, input: { shape: input }, output: { shape: output }, classes: undefined })).toEqual(
      fields,
    );
  });

  test('finds two tests of one name', () => {
    const [first] = metric({ atLeast: 0.8, points: 3 });
    expect(flawsWith({ tests: first ? [first, first] : [] })).toEqual(['tests.1.name']);
  });
});
