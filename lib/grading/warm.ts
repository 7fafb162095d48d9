import { availableParallelism } from 'node:os';
import type { Limits } from '#lib/sandbox/isolate.ts';
import type { Prepared, Sandbox } from '#lib/sandbox/sandbox.ts';

/**
 * Processes that are up before a submission comes: each has loaded everything, knows nothing, serves once and is gone.
 * Which limits they get is what the last grade took, as a course grades one assignment at a time.
 */
export type Warm = {
  /** A waiting process with these limits, or a new one. */
  prepare(limits: Limits): Prepared;
  /** Starts what the grade before has used up, and ends what it did not ask for. */
  refill(): void;
  /** Gets ready for a grade that will ask for these, before any grade has. */
  expect(limits: Limits[]): void;
  /** Processes that are up and wait. */
  count(): number;
  close(): Promise<void>;
};

/** A process that waits longer is replaced, so that none lives for days. */
const maxIdleMs = 15 * 60_000;
/** Between two starts of what only the grades after the next one need. */
const stepMs = 250;

/** What a waiting process really occupies: Node, tfjs and a small heap (about 100 MiB measured). */
const processMiB = 128;

/**
 * How many grades to be ready for: two a processor, as long as no more than half of the free memory waits with them.
 * @param freeMiB memory that could be had now
 */
export function gradesReady(cores: number, freeMiB: number): number {
  return Math.max(1, Math.min(2 * cores, Math.floor(freeMiB / 2 / (2 * processMiB))));
}

const machineCarries = () => gradesReady(availableParallelism(), process.availableMemory() / 2 ** 20);

/** @param depth how many processes of each kind to keep; what this machine carries unless told */
export function keepWarm(sandbox: Pick<Sandbox, 'prepare'>, depth: () => number = machineCarries): Warm {
  const waiting = new Map<string, Prepared[]>();
  let kept = new Map<string, Limits>();
  let wanted = new Map<string, Limits>();
  let filling: NodeJS.Timeout | undefined;
  let closed = false;

  const stock = (key: string) => waiting.get(key)?.length ?? 0;

  /** @param gently stands still while a grade runs; the next grade's own processes do not, or it would wait for them */
  function start(key: string, limits: Limits, gently: boolean): void {
    // It would end itself a little after we have replaced it.
    const process = sandbox.prepare(limits, { maxIdleMs: 2 * maxIdleMs, gently });
    waiting.set(key, [...(waiting.get(key) ?? []), process]);
  }

  function prepare(limits: Limits): Prepared {
    const key = JSON.stringify(limits);
    wanted.set(key, limits);
    return waiting.get(key)?.shift() ?? sandbox.prepare(limits);
  }

  function refill(): void {
    if (wanted.size === 0) return; // the job had been done before
    kept = wanted;
    wanted = new Map();
    for (const key of waiting.keys()) if (!kept.has(key)) void discard(key);
    fill();
  }

  /** The next grade's processes at once, the others one by one. */
  function fill(): void {
    if (closed) return;
    for (const [key, limits] of kept) if (stock(key) === 0) start(key, limits, false);
    filling ??= setTimeout(addOne, stepMs).unref();
  }

  function addOne(): void {
    filling = undefined;
    const scarce = [...kept.keys()].sort((a, b) => stock(a) - stock(b))[0];
    const limits = scarce === undefined ? undefined : kept.get(scarce);
    if (scarce === undefined || !limits || stock(scarce) >= depth()) return;
    start(scarce, limits, true);
    fill();
  }

  async function discard(key: string): Promise<void> {
    const left = waiting.get(key) ?? [];
    waiting.delete(key);
    await Promise.all(left.map((process) => process.discard()));
  }

  const discardAll = () => Promise.all([...waiting.keys()].map(discard));

  const renewal = setInterval(() => {
    void discardAll();
    fill();
  }, maxIdleMs).unref();

  return {
    prepare,
    refill,
    expect: (limits) => {
      for (const each of limits) kept.set(JSON.stringify(each), each);
      fill();
    },
    count: () => [...waiting.values()].reduce((sum, each) => sum + each.length, 0),
    close: async () => {
      closed = true;
      clearInterval(renewal);
      clearTimeout(filling);
      await discardAll();
    },
  };
}
