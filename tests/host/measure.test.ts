import { afterAll, beforeAll, expect, test } from 'vitest';
import { stepLimits, taskOf } from '#lib/grading/core/plan.ts';
import { askRows, type ModelFiles, measure } from '#lib/grading/measure.ts';
import type { HarnessEvent, Split } from '#lib/harness/protocol.ts';
import type { RunResult } from '#lib/sandbox/run.ts';
import { openSandbox, type Prepared, type Sandbox } from '#lib/sandbox/sandbox.ts';
import { tinyManifest, tinySolution, tinyWeights } from '../support/tiny-assignment.ts';
import { newTinyFolder } from '../support/tiny-folder.ts';

/** Two processes predict half of the rows each, and have the time of one. */
const { dataFolder, remove } = newTinyFolder();
let sandbox: Sandbox;
let model: ModelFiles;

beforeAll(async () => {
  sandbox = await openSandbox({ allowDemo: true, dataFolder });
  const job = { kind: 'build', code: tinySolution, task: taskOf(tinyManifest), seed: 1 } as const;
  const events: HarnessEvent[] = [];
  await sandbox.run(job, stepLimits(tinyManifest, 0).build, { onEvent: (event) => void events.push(event) });
  const topology = events.find((event) => event.type === 'model')?.topology ?? '';
  model = { topology, weights: tinyWeights() };
});

afterAll(async () => {
  await sandbox?.close();
  remove();
});

const rows = (n: number): Split => {
  const data = Float32Array.from({ length: 2 * n }, (_, i) => (i % 4 === 0 || i % 4 === 3 ? 1 : 0));
  return { x: { shape: [n, 2], data }, y: { shape: [n, 2], data } };
};
const hidden = (['public', 'private'] as const).map((split) => ({ split, ...rows(30) }));

/** Measures in two processes. @param predictSeconds what both together may take; each alone has the manifest's own */
async function measureInTwo(predictSeconds: number) {
  const results: RunResult[] = [];
  const predictors = [0, 1].map((): Prepared => {
    const prepared = sandbox.prepare(stepLimits(tinyManifest, 60).predict);
    const run: Prepared['run'] = async (...job) => {
      const result = await prepared.run(...job);
      results.push(result);
      return result;
    };
    return { ...prepared, run };
  });
  const manifest = { ...tinyManifest, limits: { ...tinyManifest.limits, predictSeconds } };
  const questions = askRows(manifest, hidden, predictors.length);
  const bench = { hidden, signal: new AbortController().signal };
  const measured = await measure(predictors, manifest, model, questions, bench);
  expect(results.map(({ ending }) => ending)).toEqual(['finished', 'finished']);
  return { measured, seconds: results.map(({ cpuSeconds }) => cpuSeconds ?? Number.NaN) };
}

test.runIf(process.platform === 'linux')(
  'the time of two processes is added up, and both together have the limit',
  async () => {
    const { measured, seconds } = await measureInTwo(tinyManifest.limits.predictSeconds);
    const [first = 0, second = 0] = seconds;
    expect(Math.min(first, second)).toBeGreaterThan(0);
    expect(measured).toMatchObject({ note: null, cpuSeconds: first + second });
    expect(measured.metrics.map(({ value }) => value)).toEqual([1, 1]);

    // Each alone is below it.
    const limit = 1.2 * Math.max(first, second);
    const again = await measureInTwo(limit);
    const total = again.seconds.reduce((sum, each) => sum + each, 0);
    expect(again.measured.cpuSeconds).toBe(total);
    expect(total).toBeGreaterThan(limit);
    expect(again.measured).toMatchObject({ note: { code: 'timeout', phase: 'predict' }, metrics: [] });
  },
);
