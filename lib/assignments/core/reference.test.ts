import { describe, expect, test } from 'vitest';
import { differences, differencesHandedIn, overruns, type ReferenceRun } from './reference.ts';

const run: ReferenceRun = {
  metrics: [
    { split: 'public', metric: 'accuracy', value: 0.95 },
    { split: 'private', metric: 'accuracy', value: 0.96 },
  ],
  weights: 'one',
  cpuSeconds: { train: 25, predict: 2 },
  memoryMiB: 256,
};
const limits = { parameters: 10, trainSeconds: 50, predictSeconds: 4, memoryMiB: 512 };

describe('differences', () => {
  test('two equal runs have none, and what they cost is not compared', () => {
    expect(differences(run, { ...run, cpuSeconds: { train: 40, predict: 1 } })).toEqual([]);
  });

  test('the smallest change of a metric is one, with both values', () => {
    const metrics = run.metrics.map((one) => (one.split === 'private' ? { ...one, value: 0.96 + 2 ** -53 } : one));
    const found = differences(run, { ...run, metrics });
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(/its private accuracy was 0\.96 and then 0\.9600000000000001\. .*Math\.random/);
  });

  test('weights may differ where no metric does', () => {
    expect(differences(run, { ...run, weights: 'two' })).toEqual([
      expect.stringContaining('two sets of weights of the same score'),
    ]);
  });

  test('a metric that is missing the second time is one', () => {
    expect(differences(run, { ...run, metrics: run.metrics.slice(0, 1) })[0]).toMatch(/was 0\.96 and then undefined/);
  });
});

describe('differencesHandedIn', () => {
  test('the same metrics are none, and another is one, with both values', () => {
    expect(differencesHandedIn(run, { ...run, cpuSeconds: { train: 1, predict: 1 } })).toEqual([]);
    const metrics = run.metrics.map((one) => (one.split === 'private' ? { ...one, value: 0.5 } : one));
    expect(differencesHandedIn(run, { ...run, metrics })).toEqual([
      expect.stringMatching(
        /^Its private accuracy was 0\.96 after training and 0\.5 with the same weights handed in\./,
      ),
    ]);
  });
});

describe('overruns', () => {
  test('exactly half of each limit is well within it', () => {
    expect(overruns(run, limits)).toEqual([]);
  });

  test('more is said with numbers and the limit that would do', () => {
    expect(overruns({ ...run, cpuSeconds: { train: 25.3, predict: 2.1 } }, limits)).toEqual([
      expect.stringMatching(
        /^Training took 25\.3 s .* more than 25 s, half of limits\.trainSeconds \(50 s\).* to 51 or/,
      ),
      expect.stringMatching(/^Prediction took 2\.1 s .* more than 2 s, .*limits\.predictSeconds to 5 or more/),
    ]);
  });

  test('memory is kept like time', () => {
    expect(overruns({ ...run, memoryMiB: 300.4 }, limits)).toEqual([
      'Its largest process held 300 MiB of memory, more than 256 MiB, half of limits.memoryMiB (512 MiB): a slower machine ' +
        'or a somewhat larger model would not pass. Set limits.memoryMiB to 601 or more, or do less work.',
    ]);
    expect(overruns({ ...run, memoryMiB: null }, limits)).toEqual([
      'Its largest process: memory cannot be measured on this system. Check on Linux.',
    ]);
    expect(overruns({ ...run, memoryMiB: 300 }, { callSeconds: 60, memoryMiB: 512 })).toHaveLength(1);
  });

  test('what could not be measured has not been kept', () => {
    expect(overruns({ ...run, cpuSeconds: { train: null, predict: 1 } }, limits)).toEqual([
      'Training: processor time cannot be measured on this system. Check on Linux.',
    ]);
  });
});
