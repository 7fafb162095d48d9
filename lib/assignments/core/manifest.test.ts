import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { manifestJsonSchema } from './json-schema.ts';
import { type Manifest, manifestSchema, totalPoints } from './manifest.ts';
import { findFlaws } from './rules.ts';

const root = path.resolve(import.meta.dirname, '../../..');
const readJson = (file: string): unknown => JSON.parse(readFileSync(path.join(root, file), 'utf8'));
const manifest = manifestSchema.parse(readJson('assignments/06-cnn-translation/assignment.json'));

test('the published JSON Schema is that of the manifest (else: node assignments/build-schema.ts)', () => {
  expect(readJson('assignments/assignment.schema.json')).toEqual(JSON.parse(JSON.stringify(manifestJsonSchema())));
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

  test('finds two tests of one name', () => {
    const [first] = metric({ atLeast: 0.8, points: 3 });
    expect(flawsWith({ tests: first ? [first, first] : [] })).toEqual(['tests.1.name']);
  });
});
