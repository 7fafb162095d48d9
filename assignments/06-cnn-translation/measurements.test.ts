import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { manifestSchema, markOf } from '#lib/assignments/core/manifest.ts';
import { sizes } from './data.ts';

type Measurement = { code: string; codeHash: string; seed: string; parameters: number; private: number };

const read = (name: string) => readFileSync(join(import.meta.dirname, name), 'utf8');
const manifest = manifestSchema.parse(JSON.parse(read('assignment.json')));
const measurements: Measurement[] = JSON.parse(read('measurements.json'));
const metric = manifest.tests.find((each) => each.kind === 'metric');
const marks = metric?.thresholds.map(markOf) ?? [];
const passing = marks[0] ?? Number.NaN;
const full = marks.at(-1) ?? Number.NaN;

const of = (code: string) => measurements.filter((each) => each.code === code);

/** Of an accuracy measured on the private split. */
const standardError = (accuracy: number) => Math.sqrt((accuracy * (1 - accuracy)) / sizes.private);

/** In standard errors: how far an accuracy is above a threshold. */
const margin = (accuracy: number, threshold: number) => (accuracy - threshold) / standardError(accuracy);

describe('over twenty deployments', () => {
  test.each(['solution.ts', 'wrong/plain-network.ts', 'starter.ts'])('%s was measured as it is now', (code) => {
    const codeHash = createHash('sha256').update(read(code)).digest('hex').slice(0, 16);
    expect(new Set(of(code).map((each) => each.seed)).size).toBe(20);
    expect(new Set(of(code).map((each) => each.codeHash))).toEqual(new Set([codeHash]));
  });

  test('the reference clears full points by four standard errors', () => {
    for (const each of of('solution.ts')) {
      expect(margin(each.private, full)).toBeGreaterThan(4);
      expect(each.parameters).toBeLessThanOrEqual(manifest.limits.parameters);
    }
  });

  test('the plain network misses passing by four standard errors', () => {
    for (const each of of('wrong/plain-network.ts')) {
      expect(margin(each.private, passing)).toBeLessThan(-4);
      expect(each.parameters).toBeGreaterThan(200_000);
    }
  });

  test('the starter runs within the limit and passes nothing', () => {
    for (const each of of('starter.ts')) {
      expect(each.private).toBeLessThan(0.7);
      expect(each.private).toBeGreaterThan(0.4);
      expect(each.parameters).toBeLessThanOrEqual(manifest.limits.parameters);
    }
  });
});
