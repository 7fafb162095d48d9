import { expect, test } from 'vitest';
import type { Manifest } from '#lib/assignments/core/manifest.ts';
import { tinyManifest } from '../../../tests/support/tiny-assignment.ts';
import { functionsManifest } from '../../../tests/support/tiny-functions.ts';
import { scoreOf } from './fold.ts';

const measured = (...metrics: ('mse' | 'mae')[]): Manifest => ({
  ...tinyManifest,
  tests: metrics.map((metric) => ({
    ...{ kind: 'metric', name: metric, metric, split: 'private', thresholds: [{ atMost: 1, points: 1 }] },
  })),
});
const run = {
  ...{ finishedAt: new Date(0), outcome: 'graded' as const, points: 1, maxPoints: 1, publicScore: 0.5 },
  ...{ improved: true, note: null, log: null },
};
const facts = { manifest: measured('mse', 'mae'), regradedWith: null, run, privateScores: { mae: 0.1, mse: 0.2 } };

test('a score is of the metric that is tested first, in the version that graded', () => {
  expect(scoreOf(facts)).toEqual({ metric: 'mse', privateScore: 0.2 });
  expect(scoreOf({ ...facts, regradedWith: measured('mae', 'mse') })).toEqual({ metric: 'mae', privateScore: 0.1 });
});

test('there is none before it is released, before there is a result, and where nothing is measured', () => {
  expect(scoreOf({ ...facts, privateScores: null })).toEqual({ metric: 'mse', privateScore: null });
  expect(scoreOf({ ...facts, run: { ...run, outcome: null } })).toEqual({ metric: 'mse', privateScore: null });
  const none = scoreOf({ ...facts, manifest: functionsManifest, privateScores: null });
  expect(none).toEqual({ metric: null, privateScore: null });
});
