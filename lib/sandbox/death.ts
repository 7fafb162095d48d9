import { constants } from 'node:os';
import type { Ending, Limits } from './isolate.ts';

export type Death = {
  code?: number | null;
  signal?: NodeJS.Signals | null;
  stderr: string;
  /** The kernel says that it ended something for want of memory. */
  ranOut?: boolean;
};

/** What V8, the C++ library and Node write when they give up for want of memory. */
const memoryWords =
  /heap out of memory|process out of memory|invalid array length Allocation failed|std::bad_alloc|Failed to reserve|OOM error|Zone Allocation failed/i;

const { SIGKILL, SIGXCPU } = constants.signals;

/** unshare of util-linux 2.38 fails with this when the process it waits for was killed: exit code 1, no signal. */
const killedUnderUnshare = /sigprocmask unblock failed/;

/**
 * Why a process died that we did not kill.
 * @param cpuSeconds as last seen, up to a quarter of a second before the end
 */
export function classifyDeath(death: Death, cpuSeconds: number | undefined, limits: Limits): Ending {
  if (death.code === 0) return 'stopped_early';
  if (death.ranOut) return 'out_of_memory';
  const signal = signalOf(death);
  const spent = cpuSeconds !== undefined && cpuSeconds >= limits.cpuSeconds - 0.5;
  if (signal === SIGXCPU || (signal === SIGKILL && spent)) return 'timeout';
  // Nobody but the kernel, short of memory, sends SIGKILL; V8 aborts, and says so first.
  if (signal === SIGKILL || memoryWords.test(death.stderr)) return 'out_of_memory';
  return 'stopped_early';
}

/** Programs that wait for another report its signal as an exit code above 128. */
function signalOf({ code, signal, stderr }: Death): number | undefined {
  if (signal) return constants.signals[signal];
  if (code && code > 128) return code - 128;
  return killedUnderUnshare.test(stderr) ? SIGKILL : undefined;
}
