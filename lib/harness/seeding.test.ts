import * as tf from '@tensorflow/tfjs';
import { afterEach, describe, expect, it } from 'vitest';
import { mulberry32 } from '#lib/ml/random.ts';
import { seedGlobals } from './seeding.ts';

let restore = () => {};
afterEach(() => restore());

/** Whatever a program can learn from chance, time and its own process, by every way in. */
const looks: Record<string, () => unknown> = {
  random: () => [Math.random(), Math.random()],
  'Date.now': () => Date.now(),
  'new Date': () => new Date().toISOString(),
  Date: () => Date(),
  'the class of a date': () => (new Date(0).constructor as DateConstructor).now(), // what it is
  'a format of the present': () => new Intl.DateTimeFormat('en', { fractionalSecondDigits: 3 }).format(),
  'its parts': () => new Intl.DateTimeFormat('en', { fractionalSecondDigits: 3 }).formatToParts(),
  Temporal: () => String(Reflect.get(globalThis, 'Temporal')?.Now.instant()),
  'performance.now': () => performance.now(),
  'now, of its prototype': () => Object.getPrototypeOf(performance).now.call(performance),
  timeOrigin: () => performance.timeOrigin,
  'performance as JSON': () => JSON.stringify(performance),
  mark: () => performance.mark?.('x').startTime,
  loop: () => JSON.stringify(Reflect.get(performance, 'eventLoopUtilization')?.()),
  event: () => new Event('x').timeStamp,
  bytes: () => [...crypto.getRandomValues(new Uint8Array(8))],
  'bytes, of its prototype': () => [...Object.getPrototypeOf(crypto).getRandomValues.call(crypto, new Uint8Array(8))],
  uuid: () => crypto.randomUUID(),
  hrtime: () => [process.hrtime(), process.hrtime([0, 5]), String(process.hrtime.bigint())],
  uptime: () => process.uptime(),
  cpuUsage: () => [process.cpuUsage(), process.threadCpuUsage()],
  resourceUsage: () => process.resourceUsage(),
  memoryUsage: () => [process.memoryUsage(), process.memoryUsage.rss(), process.availableMemory()],
  'the module crypto': () => {
    const { randomBytes, randomInt, randomUUID, randomFillSync } = process.getBuiltinModule('crypto');
    return [randomBytes(8).toString('hex'), randomInt(1e6), randomUUID(), [...randomFillSync(new Uint8Array(4))]];
  },
  'the module os': () => {
    const { freemem, uptime, loadavg } = process.getBuiltinModule('os');
    return [freemem(), uptime(), loadavg()];
  },
  'the module v8': () => process.getBuiltinModule('v8').getHeapStatistics().used_heap_size,
  'the clock of tfjs': () => tf.util.now(),
};

const look = () => Object.entries(looks).map(([name, ask]) => [name, ask()]);

describe('seedGlobals', () => {
  it('shows the same world to the same seed, and another to another', () => {
    const worlds = [5, 5, 6].map((seed) => {
      const undo = seedGlobals(seed);
      const seen = look();
      undo();
      return seen;
    });
    expect(worlds[1]).toEqual(worlds[0]);
    expect(worlds[2]).not.toEqual(worlds[0]);
  });

  it.each(Object.entries(looks))('leaves nothing to chance in %s', (_, ask) => {
    const [first, second] = [1, 2].map(() => {
      const undo = seedGlobals(5);
      const seen = ask();
      undo();
      // Time, memory and chance of the real kind.
      for (const until = performance.now() + 3; performance.now() < until; ) crypto.getRandomValues(new Uint8Array(9));
      return JSON.stringify(seen);
    });
    expect(second).toBe(first);
  });

  it('shuffles a data set of tfjs as the seed says', async () => {
    const shuffled = async (seed: number) => {
      const undo = seedGlobals(seed);
      const rows = await tf.data
        .array([...Array(50).keys()])
        .shuffle(50)
        .toArray();
      undo();
      return rows;
    };
    expect(await shuffled(5)).toEqual(await shuffled(5));
    expect(await shuffled(5)).not.toEqual([...Array(50).keys()]);
  });

  it('keeps what garbage collection would take', () => {
    restore = seedGlobals(1);
    expect(new WeakRef({ kept: true }).deref()).toEqual({ kept: true });
    expect(new FinalizationRegistry(() => {}).register({}, 1)).toBeUndefined();
  });

  it('lets time pass, so that loops which wait for it end', () => {
    restore = seedGlobals(1);
    const until = Date.now() + 50;
    while (Date.now() < until);
    const start = performance.now();
    while (performance.now() < start + 50);
  });

  it('leaves dates with a given time alone', () => {
    restore = seedGlobals(1);
    expect(new Date('2020-02-02').getUTCFullYear()).toBe(2020);
    expect(new Date(2020, 1, 2)).toBeInstanceOf(Date);
    expect(Date.UTC(1970, 0, 1)).toBe(0);
  });

  it('makes UUIDs that are UUIDs', () => {
    restore = seedGlobals(1);
    expect(crypto.randomUUID()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  it('puts back what was there', () => {
    const all = () => [
      ...[Math.random, Date, Date.prototype.constructor, performance.now, performance.timeOrigin, performance.mark],
      ...[crypto.getRandomValues, crypto.subtle, process.hrtime, process.cpuUsage, process.memoryUsage, WeakRef],
      process.getBuiltinModule('crypto').randomBytes,
      Object.getOwnPropertyDescriptor(Intl.DateTimeFormat.prototype, 'format')?.get,
      Object.getOwnPropertyDescriptor(Event.prototype, 'timeStamp')?.get,
    ];
    const before = all();
    seedGlobals(1)();
    all().forEach((value, i) => {
      expect(value).toBe(before[i]);
    });
  });
});

describe('mulberry32', () => {
  it('is uniform enough to shuffle with', () => {
    const random = mulberry32(42);
    const bins = new Array(10).fill(0);
    for (let i = 0; i < 100_000; i++) bins[Math.floor(random() * 10)]++;
    for (const count of bins) expect(Math.abs(count - 10_000)).toBeLessThan(400); // four standard deviations
  });
});
