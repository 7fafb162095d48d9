import { availableParallelism } from 'node:os';
import type { Limits } from '#lib/sandbox/isolate.ts';
import type { Prepared, Sandbox } from '#lib/sandbox/sandbox.ts';

/**
 * Processes that are up before a submission comes: each has loaded everything, knows nothing, serves once and is gone.
 * Which limits they get is what the last grade took, as a course mostly grades one assignment at a time.
 */
export type Warm = {
  /** A waiting process with these limits, or a new one. */
  prepare(limits: Limits): Prepared;
  /** Another waiting process with these limits, where the next grade's own still wait then. */
  spare(limits: Limits): Prepared | undefined;
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
/** One builds, one predicts. */
const processesAGrade = 2;

/**
 * How many grades to be ready for: two a processor, as long as no more than half of the free memory waits with them.
 * @param freeMiB memory that could be had now
 */
export function gradesReady(cores: number, freeMiB: number): number {
  return Math.max(1, Math.min(2 * cores, Math.floor(freeMiB / 2 / (processesAGrade * processMiB))));
}

const machineCarries = () => gradesReady(availableParallelism(), process.availableMemory() / 2 ** 20);

/** What one grade takes of a kind of process. */
type Kind = { limits: Limits; each: number };
type Kinds = Map<string, Kind>;

/** @param depth for how many grades to be ready; what this machine carries unless told */
export function keepWarm(sandbox: Pick<Sandbox, 'prepare'>, depth: () => number = machineCarries): Warm {
  const waiting = new Map<string, Prepared[]>();
  let latest: Kinds = new Map();
  /** Those of the assignment before: two may be due in one night. */
  let earlier: Kinds = new Map();
  let wanted: Kinds = new Map();
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
    const key = count(wanted, limits);
    const ready = waiting.get(key)?.shift();
    // Not at the end of this grade: while it predicts, a processor may be free.
    if (ready) getNextReady(key);
    return ready ?? sandbox.prepare(limits);
  }

  function spare(limits: Limits): Prepared | undefined {
    const key = JSON.stringify(limits);
    return stock(key) > needed(key) ? waiting.get(key)?.shift() : undefined;
  }

  function refill(): void {
    if (wanted.size === 0) return; // the job had been done before
    if ([...wanted.keys()].some((key) => !latest.has(key))) earlier = latest;
    latest = wanted;
    wanted = new Map();
    for (const key of waiting.keys()) void discard(key, stock(key) - most(key));
    fill();
  }

  /** How many of a kind to keep: one grade's of the assignment before. */
  const most = (key: string) => needed(key) * depth() || (earlier.get(key)?.each ?? 0);

  /** The next grade's processes at once, the others one by one. */
  function fill(): void {
    if (closed) return;
    for (const key of latest.keys()) getNextReady(key);
    filling ??= setTimeout(addOne, stepMs).unref();
  }

  const needed = (key: string) => latest.get(key)?.each ?? 0;

  function getNextReady(key: string): void {
    const limits = latest.get(key)?.limits;
    for (const process of waiting.get(key)?.slice(0, needed(key)) ?? []) process.hurry();
    while (limits && !closed && stock(key) < needed(key)) start(key, limits, false);
  }

  function addOne(): void {
    filling = undefined;
    const share = ([key, { each }]: [string, Kind]) => stock(key) / each;
    const [scarce] = [...latest].filter(([key]) => stock(key) < most(key)).sort((a, b) => share(a) - share(b));
    if (!scarce) return;
    start(scarce[0], scarce[1].limits, true);
    fill();
  }

  /** Ends so many of a kind, the oldest first. */
  async function discard(key: string, surplus: number): Promise<void> {
    const ended = waiting.get(key)?.splice(0, Math.max(0, surplus)) ?? [];
    await Promise.all(ended.map((process) => process.discard()));
  }

  const discardAll = () => Promise.all([...waiting.keys()].map((key) => discard(key, stock(key))));

  const renewal = setInterval(() => {
    void discardAll();
    fill();
  }, maxIdleMs).unref();

  return {
    prepare,
    spare,
    refill,
    expect: (limits) => {
      latest = new Map();
      for (const each of limits) count(latest, each);
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

/** Counts one more of a kind. @returns the kind's name */
function count(kinds: Kinds, limits: Limits): string {
  const key = JSON.stringify(limits);
  kinds.set(key, { limits, each: (kinds.get(key)?.each ?? 0) + 1 });
  return key;
}
