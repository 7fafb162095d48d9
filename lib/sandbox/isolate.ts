import type { ChildProcess } from 'node:child_process';

/**
 * One way of putting a process where it can do no harm. An isolate only starts the process; limits on time, output and
 * memory are the same for all and live in `run.ts`. `sandbox` never imports `db`: it is given bytes and returns bytes.
 */
export type Isolate = {
  name: 'bubblewrap' | 'gvisor' | 'unshare' | 'permission';
  /**
   * S and A may hold a real course; `demo` only a demonstration on loopback. `unsafe` is the same as `demo`, in a real
   * course whose staff insisted: its results are marked.
   */
  tier: 'S' | 'A' | 'demo' | 'unsafe';
  /** Starts the harness bundle, pipes on stdin, stdout, stderr and descriptor 3 (protocol out). */
  start(limits: Limits, program?: Program): Started;
};

/** A process, and how it is made to stand still, with all that it has started, and to go on. */
export type Started = {
  child: ChildProcess;
  pause(): void;
  resume(): void;
  /** Whether what it allocates cannot be seen from outside. */
  opaque?: boolean;
  /** Whether the kernel has ended something of it for want of memory, where the kernel tells: asked once it has exited. */
  ranOut?(): boolean;
};

/** What to start: the harness, or the self-test, which also runs without Node's own permissions to test what is below. */
export type Program = { script: 'load.cjs' | 'probe.mjs'; permission: boolean };
export const harnessProgram: Program = { script: 'load.cjs', permission: true };

/** An isolate that cannot exist on this machine, and why. */
export type Missing = { name: Isolate['name']; reason: string };

export type Limits = {
  wallMs: number;
  /** RLIMIT_CPU, summed over threads. */
  cpuSeconds: number;
  /** RLIMIT_DATA: private writable memory, ArrayBuffers and WASM included. */
  memoryMiB: number;
  /** Bytes the process may say in all: protocol, output and errors. */
  outputBytes: number;
  /** Runs at the lowest priority: verification and server training. */
  background: boolean;
  /** The job will be a prediction: that is what the process rehearses. */
  predicts?: boolean;
};

/**
 * How an isolated process ended, as its parent saw it. `finished`: it sent `done` and was ended.
 * `stopped_early`: it exited or was silent without `done`.
 */
export type Ending =
  | 'finished'
  | 'stopped_early'
  | 'timeout'
  | 'out_of_memory'
  | 'output_limit'
  | 'malformed'
  | 'cancelled';
