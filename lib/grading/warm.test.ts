import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Limits } from '#lib/sandbox/isolate.ts';
import type { Prepared } from '#lib/sandbox/sandbox.ts';
import { gradesReady, keepWarm } from './warm.ts';

const build: Limits = { wallMs: 1000, cpuSeconds: 1, memoryMiB: 64, outputBytes: 100, background: false };
const predict: Limits = { ...build, cpuSeconds: 2 };
const other: Limits = { ...build, cpuSeconds: 3 };
const third: Limits = { ...build, cpuSeconds: 4 };

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] });
});
afterEach(() => {
  vi.useRealTimers();
});

/** Processes that do nothing: which were started and which ended is all that matters here. */
function open(depth = 1) {
  const started: Limits[] = [];
  const gentle: Limits[] = [];
  const hurried: Prepared[] = [];
  const living = new Set<Prepared>();
  const prepare = (limits: Limits, { gently = false } = {}): Prepared => {
    started.push(limits);
    if (gently) gentle.push(limits);
    const discard = async () => void living.delete(process);
    const process: Prepared = {
      discard,
      hurry: () => void hurried.push(process),
      sendAhead: () => {},
      run: () => Promise.reject(new Error('It does nothing.')),
    };
    living.add(process);
    return process;
  };
  return { started, gentle, hurried, living, warm: keepWarm({ prepare }, () => depth) };
}

it('has processes ready for the next grade, and gives each to one grade only', () => {
  const { started, warm } = open();
  const cold = [warm.prepare(build), warm.prepare(predict)];
  warm.refill();
  expect(started).toEqual([build, predict, build, predict]);
  expect(warm.count()).toBe(2);
  const ready = warm.prepare(build);
  expect(cold).not.toContain(ready);
  expect(warm.prepare(build)).not.toBe(ready);
});

it('keeps as many of a kind as a grade takes', () => {
  const { started, warm } = open();
  warm.expect([build, predict, predict]);
  expect(started).toEqual([build, predict, predict]);
  for (const limits of [build, predict, predict]) warm.prepare(limits);
  warm.refill();
  expect(started.slice(3)).toEqual([build, predict, predict]);
});

it('starts the processes of the next grade while one runs, and has those go on that stood still', () => {
  const { started, gentle, hurried, warm } = open(2);
  warm.expect([build, predict]);
  warm.prepare(build);
  expect(started).toEqual([build, predict, build]);
  vi.advanceTimersByTime(250);
  expect(gentle).toEqual([build]);
  warm.prepare(build);
  expect(started).toEqual([build, predict, build, build]);
  const next = hurried.at(-1);
  expect(warm.prepare(build)).toBe(next);
});

it('spares what the next grade does not need', () => {
  const { started, warm } = open(2);
  warm.expect([build, predict]);
  expect(warm.spare(predict)).toBeUndefined();
  vi.advanceTimersByTime(10_000);
  warm.prepare(predict);
  expect(warm.spare(predict)).toBeUndefined();
  warm.refill();
  vi.advanceTimersByTime(10_000);
  expect(warm.count()).toBe(2);
  expect(warm.spare(predict)).toBeDefined();
  expect(warm.count()).toBe(1);
  expect(warm.spare(other)).toBeUndefined();
  expect(started.filter(({ cpuSeconds }) => cpuSeconds === predict.cpuSeconds)).toHaveLength(3);
});

it('keeps what the last two kinds of grades took, for one grade of the earlier, and nothing else', async () => {
  const { living, warm } = open(2);
  const oneGrade = async (...kinds: Limits[]) => {
    const used = kinds.map((limits) => warm.prepare(limits));
    warm.refill();
    vi.advanceTimersByTime(10_000);
    await Promise.all(used.map((process) => process.discard()));
  };
  await oneGrade(build, predict);
  expect(living.size).toBe(4);
  await oneGrade(other);
  expect(living.size).toBe(2 + 2);
  const before = new Set(living);
  await oneGrade(build, predict);
  expect([...living].filter((process) => before.has(process)).length).toBe(1 + 0);
  expect(living.size).toBe(4 + 1);
  await oneGrade(third);
  expect(living.size).toBe(2 + 2);
  await warm.close();
  expect(living.size).toBe(0);
});

it('is ready before the first grade where it is told what to expect', () => {
  const { started, warm } = open();
  warm.expect([build, predict]);
  expect(started).toEqual([build, predict]);
  expect(warm.count()).toBe(2);
});

it('goes on to what the grades after the next one need, one process at a time and gently', () => {
  const { started, gentle, warm } = open(3);
  warm.expect([build, predict]);
  expect(gentle).toEqual([]);
  vi.advanceTimersByTime(250);
  expect(gentle).toEqual([build]);
  vi.advanceTimersByTime(250);
  expect(gentle).toEqual([build, predict]);
  vi.advanceTimersByTime(10_000);
  expect(started).toHaveLength(6);
  expect(warm.count()).toBe(6);
});

it('keeps its processes where a job turned out to be done already', () => {
  const { warm } = open();
  warm.expect([build]);
  warm.refill();
  expect(warm.count()).toBe(1);
});

it('gives no process twice however the grades come, and leaves none behind', async () => {
  const { living, warm } = open(4);
  warm.expect([build, predict]);
  const given = new Set<Prepared>();
  for (let grade = 1; grade <= 40; grade++) {
    const pair = [warm.prepare(build), warm.prepare(predict)];
    for (const process of pair) {
      expect(given.has(process)).toBe(false);
      expect(living.has(process)).toBe(true);
      given.add(process);
    }
    if (grade % 3 === 0) warm.refill();
    vi.advanceTimersByTime((grade % 5) * 300);
    await Promise.all(pair.map((process) => process.discard()));
  }
  warm.refill();
  await warm.close();
  vi.advanceTimersByTime(3_600_000);
  expect([...living]).toEqual([]);
  expect(warm.count()).toBe(0);
});

it('replaces what has waited for long', async () => {
  const { living, started, warm } = open();
  warm.expect([build]);
  const [old] = living;
  vi.advanceTimersByTime(15 * 60_000);
  await Promise.resolve();
  expect(started).toEqual([build, build]);
  expect(living.has(old ?? warm.prepare(build))).toBe(false);
});

describe('the machine', () => {
  it.each([
    [1, 100, 1],
    [2, 24_000, 4],
    [2, 1100, 2],
    [16, 128_000, 32],
  ])('with %i cores and %i MiB free is ready for %i grades', (cores, free, grades) => {
    expect(gradesReady(cores, free)).toBe(grades);
  });
});
