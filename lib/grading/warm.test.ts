import { expect, it } from 'vitest';
import type { Limits } from '#lib/sandbox/isolate.ts';
import type { Prepared } from '#lib/sandbox/sandbox.ts';
import { keepWarm } from './warm.ts';

const build: Limits = { wallMs: 1000, cpuSeconds: 1, memoryMiB: 64, outputBytes: 100, background: false };
const predict: Limits = { ...build, cpuSeconds: 2 };

/** Processes that do nothing: which were started and which ended is all that matters here. */
function open() {
  const started: Limits[] = [];
  const ended: Limits[] = [];
  const prepare = (limits: Limits): Prepared => {
    started.push(limits);
    const discard = async () => void ended.push(limits);
    return { discard, run: () => Promise.reject(new Error('It does nothing.')) };
  };
  return { started, ended, warm: keepWarm({ prepare }) };
}

it('has processes ready for the next grade, and gives each to one grade only', () => {
  const { started, warm } = open();
  const cold = [warm.prepare(build), warm.prepare(predict)];
  warm.refill();
  expect(started).toEqual([build, predict, build, predict]);
  const ready = warm.prepare(build);
  expect(cold).not.toContain(ready);
  expect(started).toHaveLength(4);
  expect(warm.prepare(build)).not.toBe(ready);
  expect(started).toHaveLength(5);
});

it('keeps what the last grade took and nothing else', async () => {
  const { started, ended, warm } = open();
  warm.prepare(build);
  warm.refill();
  warm.prepare(predict);
  warm.refill();
  expect(started).toEqual([build, build, predict, predict]);
  expect(ended).toEqual([build]);
  await warm.close();
  expect(ended).toEqual([build, predict]);
});
