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
  close(): Promise<void>;
};

/** A process that waits longer is replaced, so that none lives for days. */
const maxIdleMs = 15 * 60_000;

export function keepWarm(sandbox: Pick<Sandbox, 'prepare'>): Warm {
  const waiting = new Map<string, { limits: Limits; process: Prepared }>();
  const wanted = new Map<string, Limits>();

  function start(limits: Limits): void {
    // It would end itself a little after we have replaced it.
    const process = sandbox.prepare(limits, { maxIdleMs: 2 * maxIdleMs });
    waiting.set(JSON.stringify(limits), { limits, process });
  }

  function prepare(limits: Limits): Prepared {
    const key = JSON.stringify(limits);
    const found = waiting.get(key);
    waiting.delete(key);
    wanted.set(key, limits);
    return found?.process ?? sandbox.prepare(limits);
  }

  function refill(): void {
    for (const [key, { process }] of waiting) {
      if (wanted.has(key)) continue;
      waiting.delete(key);
      void process.discard();
    }
    for (const [key, limits] of wanted) if (!waiting.has(key)) start(limits);
    wanted.clear();
  }

  function renew(): void {
    for (const { limits, process } of [...waiting.values()]) {
      void process.discard();
      start(limits);
    }
  }

  const renewal = setInterval(renew, maxIdleMs).unref();
  return {
    prepare,
    refill,
    close: async () => {
      clearInterval(renewal);
      const left = [...waiting.values()];
      waiting.clear();
      await Promise.all(left.map(({ process }) => process.discard()));
    },
  };
}
