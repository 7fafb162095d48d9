import path from 'node:path';
import { readSettings } from '#lib/env.ts';
import { CourseError } from '#lib/errors.ts';
import { EventReader, encodeJob, MalformedFrame } from '#lib/harness/frames.ts';
import { emptyTensor, type HarnessEvent, type Job, type TensorData } from '#lib/harness/protocol.ts';
import { type Breaches, testIsolate } from './battery.ts';
import { findBubblewrap } from './bubblewrap.ts';
import { bundleHarness } from './bundle.ts';
import { findCgroups } from './cgroup.ts';
import { findGvisor } from './gvisor.ts';
import type { Isolate, Limits, Missing } from './isolate.ts';
import { permissionIsolate } from './permission.ts';
import { prepareRoot } from './root.ts';
import { type RunResult, SandboxProcess, type Verdict } from './run.ts';
import { findUnshare } from './unshare.ts';

export type RunOptions = { onEvent?: (event: HarnessEvent) => void; signal?: AbortSignal };

/** A process that has loaded everything and waits for its job. */
export type Prepared = {
  /** Gives way no longer, where it was started gently. */
  hurry(): void;
  /** Sends the inputs of a prediction before there is a model. `run` then takes a job with the same inputs. */
  sendAhead(x: TensorData): void;
  /** Once only. Starts a fresh process where the waiting one has died. Settles when it has finished, or is gone. */
  run(job: Job, options?: RunOptions): Promise<RunResult>;
  /** Ends it, whatever it does. Settles when it is gone, at once where it was before. */
  discard(): Promise<void>;
};

export type PrepareOptions = {
  maxIdleMs?: number;
  /** Until it has its job, it gives way as background work does: it may still be loading when a grade begins. */
  gently?: boolean;
};

export type Sandbox = {
  isolate: Isolate;
  /** The stronger isolates, and why each cannot be used here. */
  rejected: Missing[];
  /** Runs one job in a process of its own. Settles when the process is gone; only programming errors reject. */
  run(job: Job, limits: Limits, options?: RunOptions): Promise<RunResult>;
  /** Starts a process ahead of its job. Nobody else gets it. One that gets no job ends itself, after a minute unless told. */
  prepare(limits: Limits, options?: PrepareOptions): Prepared;
  /** Stops every background process, and those to come, until the returned function is called. */
  holdBackground(): () => void;
  /** Ends every process. */
  close(): Promise<void>;
};

/** There is no way on this machine to run student code that may be trusted with a real course. */
export class NoIsolation extends CourseError {
  readonly rejected: Missing[];
  constructor(rejected: Missing[]) {
    super(
      503,
      `Student code cannot be isolated here. ${rejected.map(({ name, reason }) => `${name}: ${reason}`).join('; ')}.`,
      'On Linux, install bubblewrap (apt install bubblewrap) and allow user namespaces.',
    );
    this.rejected = rejected;
  }
}

export type SandboxOptions = {
  /** Accept Node's permissions alone: for the demonstration on loopback only. */
  allowDemo?: boolean;
  /** Accept the same in a real course, as tier `unsafe`: staff insisted (GRADER_ALLOW_UNSAFE). */
  allowUnsafe?: boolean;
  /** Use this isolate or none. */
  only?: Isolate['name'];
  dataFolder?: string;
};

/**
 * Bundles the harness, tries every isolate with real attacks, strongest first, and takes the first that holds.
 * @throws NoIsolation where none does
 */
export async function openSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { allowDemo = false, allowUnsafe = false, only, dataFolder = readSettings().DATA_DIR } = options;
  const rejected: Missing[] = [];
  for (const candidate of await findIsolates(dataFolder)) {
    if (only && candidate.name !== only) continue;
    const reason = await whyNot(candidate, allowDemo || allowUnsafe);
    if (reason === undefined && 'start' in candidate) {
      const unsafe = candidate.tier === 'demo' && !allowDemo;
      return sandboxWith(unsafe ? { ...candidate, tier: 'unsafe' } : candidate, rejected);
    }
    rejected.push({ name: candidate.name, reason: reason ?? 'cannot be started' });
  }
  throw new NoIsolation(rejected);
}

/** Every isolate, strongest first, or why it is missing. */
export async function findIsolates(dataFolder = readSettings().DATA_DIR): Promise<(Isolate | Missing)[]> {
  const root = await prepareRoot(await bundleHarness(path.join(dataFolder, 'sandbox-bundle')), dataFolder);
  const node = process.platform === 'linux' ? path.join(root.folder, 'bin/node') : process.execPath;
  const groups = findCgroups();
  return [
    findBubblewrap(root, groups),
    findGvisor(root, groups),
    findUnshare(root, groups),
    permissionIsolate(node, path.join(root.folder, 'app')),
  ];
}

async function whyNot(candidate: Isolate | Missing, allowWeak: boolean): Promise<string | undefined> {
  if (!('start' in candidate)) return candidate.reason;
  if (candidate.tier === 'demo' && !allowWeak) return "Node's permissions alone are no boundary";
  const breaches = tolerated(candidate, await testIsolate(candidate));
  const named = Object.entries(breaches).map(([attempt, loot]) => `${attempt} (${loot})`);
  return named.length ? `did not hold: ${named.join(', ')}` : undefined;
}

/** The demonstration runs code of the person at the keyboard, who may signal his own processes. */
function tolerated(isolate: Isolate, breaches: Breaches): Breaches {
  if (isolate.tier !== 'demo') return breaches;
  const { signal: _signal, spin: _spin, memory: _memory, ...rest } = breaches;
  return rest;
}

/** A process that was started ahead and never used does not wait for ever. */
const idleMs = 60_000;

export function sandboxWith(isolate: Isolate, rejected: Missing[] = []): Sandbox {
  const alive = new Set<SandboxProcess>();
  const background = new Set<SandboxProcess>();
  let holds = 0;

  function start(limits: Limits): SandboxProcess {
    const process = new SandboxProcess(isolate, limits);
    alive.add(process);
    void process.gone.then(() => alive.delete(process));
    return process;
  }

  async function work(process: SandboxProcess, job: Job, limits: Limits, options: RunOptions): Promise<RunResult> {
    const release = limits.background ? join(process) : holdBackground();
    try {
      const pieces = encodeJob(job);
      return await process.run({ pieces, receive: receiver(options.onEvent), signal: options.signal });
    } finally {
      release();
    }
  }

  /** A background process that gives way from now on. */
  function join(process: SandboxProcess): () => void {
    background.add(process);
    // Once its clock runs, where it has its job already.
    if (holds > 0) queueMicrotask(() => background.has(process) && process.pause());
    return () => background.delete(process);
  }

  function holdBackground(): () => void {
    if (holds++ === 0) for (const process of background) process.pause();
    let held = true;
    return () => {
      if (!held) return;
      held = false;
      if (--holds === 0) for (const process of background) process.resume();
    };
  }

  function prepare(limits: Limits, { maxIdleMs = idleMs, gently = false }: PrepareOptions = {}): Prepared {
    const first = start(limits);
    const goAhead = gently ? join(first) : () => {};
    let process = first;
    let ahead: TensorData | undefined;
    const hurry = () => {
      goAhead();
      first.resume();
    };
    const wake = () => {
      clearTimeout(idle);
      hurry();
    };
    const discard = () => {
      clearTimeout(idle);
      goAhead();
      return process.kill();
    };
    const idle = setTimeout(() => void discard(), maxIdleMs).unref();
    return {
      hurry,
      discard,
      sendAhead: (x) => {
        wake();
        ahead = x;
        process.send(encodeJob({ kind: 'ahead', x }));
      },
      run: async (job, options = {}) => {
        wake();
        if (!process.alive) process = start(limits);
        const sent = process === first && job.kind === 'predict' && job.x === ahead;
        return work(process, sent ? { ...job, x: emptyTensor } : job, limits, options);
      },
    };
  }

  return {
    isolate,
    rejected,
    prepare,
    holdBackground,
    run: async (job, limits, options = {}) => {
      const process = start(limits);
      const result = await work(process, job, limits, options);
      await process.gone;
      return result;
    },
    close: async () => {
      await Promise.all([...alive].map((process) => process.kill()));
    },
  };
}

/** Far more than an honest training says; each costs us time to check. */
const maxEvents = 100_000;

/** Turns bytes into events; nothing after `done` counts. */
function receiver(onEvent: (event: HarnessEvent) => void = () => {}): (chunk: Uint8Array) => Verdict {
  const reader = new EventReader();
  let events = 0;
  return (chunk) => {
    try {
      for (const event of reader.push(chunk)) {
        if (++events > maxEvents) return 'output_limit';
        onEvent(event);
        if (event.type === 'done') return 'finished';
      }
      return 'more';
    } catch (error) {
      if (error instanceof MalformedFrame) return 'malformed';
      throw error;
    }
  };
}
