import { describe, expect, test } from 'vitest';
import type { HarnessEvent } from '#lib/harness/protocol.ts';
import { curvesOf, epochLine, formatValue } from './curves.ts';
import { idle, type RunState, reduceRun, secondsLeft } from './run-state.ts';

const started = reduceRun(idle, { type: 'start', at: 0, quick: false });
const hear = (state: RunState, event: HarnessEvent, at = 0) => reduceRun(state, { type: 'event', event, at });
const batch = (epoch: number, n: number): HarnessEvent => ({
  type: 'batch',
  epoch,
  batch: n,
  epochs: 3,
  batches: 10,
  logs: { loss: 1 / (n + 1) },
  tensors: 20,
  bytes: 4096,
});
const epoch = (n: number, logs: Record<string, number> = { loss: 0.5, acc: 0.8, val_acc: 0.7 }): HarnessEvent => ({
  type: 'epoch',
  epoch: n,
  epochs: 3,
  logs,
  seconds: 2,
  tensors: 20,
  bytes: 4096,
});
const done = (stopped: boolean): HarnessEvent => ({ type: 'done', stopped });

describe('a run', () => {
  test('ends as done, stopped or failed', () => {
    expect(hear(started, done(false)).status).toBe('done');
    expect(hear(reduceRun(started, { type: 'stopping' }), done(true)).status).toBe('stopped');
    const failed = hear(started, { type: 'failure', note: { code: 'threw', phase: 'train', detail: 'x', line: 7 } });
    expect(hear(failed, done(false)).status).toBe('failed');
    expect(failed.logs.at(-1)).toMatchObject({ level: 'error', line: 7 });
  });

  test('keeps the last weights when it is stopped', () => {
    const bytes = new Uint8Array([1]);
    const state = hear(started, { type: 'weights', epoch: 0, final: false, bytes });
    expect(hear(state, done(true)).weights).toBe(bytes);
  });

  test('a new run begins empty', () => {
    const state = hear(started, epoch(0));
    expect(reduceRun(state, { type: 'start', at: 5, quick: true })).toMatchObject({ epochs: [], quick: true });
  });

  test('says nothing of the time left before it can know', () => {
    expect(secondsLeft(started)).toBeNull();
    expect(secondsLeft(hear(started, batch(0, 0)))).toBeNull();
  });

  test('foretells from the pace of batches, then from whole epochs', () => {
    let state = started;
    for (let n = 0; n < 5; n++) state = hear(state, batch(0, n), 1000 + n * 100);
    expect(secondsLeft(state)).toBeCloseTo(0.5 + 2 * 1);
    expect(secondsLeft(hear(state, epoch(0)))).toBeCloseTo(4);
  });

  test('keeps only so many points and log lines', () => {
    let state = started;
    for (let n = 0; n < 2500; n++) {
      state = hear(state, batch(0, n % 10));
      state = hear(state, { type: 'log', level: 'info', text: 'x' });
    }
    expect(state.batches.length).toBeLessThanOrEqual(600);
    expect(state.logs.length).toBe(1000);
  });
});

describe('curves', () => {
  test('pair training with validation, loss first', () => {
    const { epochs } = hear(started, epoch(0));
    expect(curvesOf(epochs, []).map(({ key }) => key)).toEqual(['loss', 'acc']);
    expect(epochLine(epochs, 'val_acc')).toEqual([[1, 0.7]]);
  });

  test('leave out what is not a number', () => {
    const { epochs } = hear(started, epoch(0, { loss: Number.NaN }));
    expect(epochLine(epochs, 'loss')).toEqual([]);
    expect(formatValue('loss', Number.NaN)).toBe('NaN');
  });
});
