import type { Readable } from 'node:stream';
import { nodeReservesMiB } from './command.ts';
import { classifyDeath } from './death.ts';
import type { Ending, Isolate, Limits, Program, Started } from './isolate.ts';
import { childrenOf, cpuSecondsOf, dataMiBOf, trySignal } from './processes.ts';
import { WallClock } from './wall-clock.ts';

/**
 * How a process ended, and what staff may want to know of it. Nothing in `stderr` is for students. `memoryMiB` is the most
 * that was seen, of what counts against the limit of the same name: a peak between two looks goes unseen.
 */
export type RunResult = { ending: Ending; stderr?: string; cpuSeconds?: number; memoryMiB?: number; wallMs: number };

export type RunInput = {
  /** Written to the process's stdin. */
  pieces: Uint8Array[];
  /** What the process says on descriptor 3. */
  receive: (chunk: Uint8Array) => Verdict;
  signal?: AbortSignal | undefined;
};

/** What a chunk means for the process: it goes on, has finished, says too much, or speaks gibberish. */
export type Verdict = 'more' | 'finished' | 'output_limit' | 'malformed';

const maxStderr = 64 * 1024;
const watchEveryMs = 250;
/** The kernel's own limits come first, and say more exactly. */
const cpuGraceSeconds = 1.5;
/** Once the process has exited, what it wrote before is read for at most this long. */
const drainMs = 500;
/** The process that waits for the isolated one gets this long to see its death: freeing memory takes a while. */
const reapMs = 2000;

/**
 * One isolated process from birth to death: it may be started before there is work, does one piece of work, and is
 * killed with everything it started whatever happens.
 */
export class SandboxProcess {
  readonly #started: Started;
  readonly #limits: Limits;
  /** Settles when it is dead. */
  readonly gone: Promise<void>;
  readonly #finished = Promise.withResolvers<void>();
  readonly #stderr: Buffer[] = [];
  #stderrBytes = 0;
  #said = 0;
  #ending: Ending | undefined;
  #exit: { code: number | null; signal: NodeJS.Signals | null } | undefined;
  #cpuSeconds: number | undefined;
  #dataMiB: number | undefined;
  #receive: RunInput['receive'] = () => 'malformed'; // nothing may be said before there is a job
  #clock: WallClock | undefined;
  #paused = false;
  /** What whoever listens has thrown: their mistake, and theirs to hear of. */
  #fault: { error: unknown } | undefined;

  constructor(isolate: Isolate, limits: Limits, program?: Program) {
    this.#limits = limits;
    this.#started = isolate.start(limits, program);
    this.gone = this.#watchExit();
    this.#listen();
  }

  /** Whether it can still be given work. */
  get alive(): boolean {
    return this.#exit === undefined && this.#ending === undefined;
  }

  /** Writes to its stdin, ahead of its work. */
  send(pieces: Uint8Array[]): void {
    for (const piece of pieces) this.#started.child.stdin?.write(piece);
  }

  /**
   * Gives it its work and waits until it has finished, while its death, which takes some 15 ms, is still to come; or
   * until it is gone. Once only. Rejects with what `receive` throws.
   */
  async run({ pieces, receive, signal }: RunInput): Promise<RunResult> {
    const startedAt = performance.now();
    this.#receive = receive;
    this.#clock = new WallClock(this.#limits.wallMs, () => this.#end('timeout'));
    this.#clock.run();
    const cancel = () => this.#end('cancelled');
    if (signal?.aborted) cancel();
    else signal?.addEventListener('abort', cancel, { once: true });
    const watch = setInterval(() => this.#watch(), watchEveryMs);
    this.send(pieces);

    await Promise.race([this.#finished.promise, this.gone]);
    clearInterval(watch);
    this.#clock.pause();
    signal?.removeEventListener('abort', cancel);
    if (this.#fault) throw this.#fault.error;
    return this.#result(performance.now() - startedAt);
  }

  /** Stops the process and its clock, so that others go first. */
  pause(): void {
    if (!this.alive) return;
    this.#clock?.pause();
    this.#paused = true;
    this.#started.pause();
  }

  resume(): void {
    if (!this.alive) return;
    this.#unpause();
    this.#clock?.run();
  }

  #unpause(): void {
    if (this.#paused) this.#started.resume();
    this.#paused = false;
  }

  /** Ends it, whatever it does. Settles once it is gone. */
  async kill(): Promise<void> {
    this.#end('cancelled');
    await this.gone;
  }

  #result(wallMs: number): RunResult {
    const stderr = Buffer.concat(this.#stderr).toString('utf8');
    const death = { ...this.#exit, stderr, ranOut: this.#started.ranOut?.() ?? false };
    const ending = this.#ending ?? classifyDeath(death, this.#cpuSeconds, this.#limits);
    return {
      ending,
      wallMs,
      ...(stderr ? { stderr } : {}),
      ...(this.#cpuSeconds === undefined ? {} : { cpuSeconds: this.#cpuSeconds }),
      ...(this.#dataMiB === undefined ? {} : { memoryMiB: Math.max(0, this.#dataMiB - nodeReservesMiB) }),
    };
  }

  #listen(): void {
    const { stdin, stdout, stderr, stdio } = this.#started.child;
    stdin?.on('error', () => {}); // it went before it had read its job: its exit tells
    stdout?.on('data', (chunk: Buffer) => this.#count(chunk.length));
    stderr?.on('data', (chunk: Buffer) => {
      if (this.#stderrBytes < maxStderr) this.#stderr.push(chunk.subarray(0, maxStderr - this.#stderrBytes));
      this.#stderrBytes += chunk.length;
      this.#count(chunk.length);
    });
    const events = stdio[3] as Readable | null; // `launch` made a pipe of it
    events?.on('data', (chunk: Buffer) => this.#hear(chunk));
    for (const stream of [stdout, stderr, events]) stream?.on('error', () => {});
  }

  #hear(chunk: Buffer): void {
    this.#count(chunk.length);
    if (this.#ending) return;
    try {
      const verdict = this.#receive(chunk);
      if (verdict !== 'more') this.#end(verdict);
    } catch (error) {
      this.#fault = { error };
      this.#end('cancelled');
    }
  }

  #count(bytes: number): void {
    this.#said += bytes;
    if (this.#said > this.#limits.outputBytes) this.#end('output_limit');
  }

  /** The first reason stands. */
  #end(ending: Ending): void {
    if (this.#ending || this.#exit) return;
    this.#ending = ending;
    this.#look();
    this.#kill();
    if (ending === 'finished') this.#finished.resolve();
  }

  #look(): void {
    const { child, opaque } = this.#started;
    const seen = child.pid && cpuSecondsOf(child.pid);
    const data = child.pid && !opaque && dataMiBOf(child.pid);
    // While a process of the tree is on its way out it may be missed: what was used does not become less.
    if (seen) this.#cpuSeconds = Math.max(seen, this.#cpuSeconds ?? 0);
    if (data) this.#dataMiB = Math.max(data, this.#dataMiB ?? 0);
  }

  /** The kernel's limit is one of each process; here all of them together are held to it. */
  #watch(): void {
    this.#look();
    if ((this.#cpuSeconds ?? 0) > this.#limits.cpuSeconds + cpuGraceSeconds) this.#end('timeout');
  }

  /**
   * Kills the namespace's first process, and so everything in it, and lets our child, which waits for it, reap it: if
   * both went at once, the orphan would stay a zombie where process 1 does not reap (some containers).
   */
  #kill(): void {
    const { pid } = this.#started.child;
    if (!pid) return;
    const inner = childrenOf(pid);
    for (const child of inner) trySignal(child, 'SIGKILL');
    const last = setTimeout(() => this.#signalGroup('SIGKILL'), inner.length === 0 ? 0 : reapMs);
    this.#started.resume(); // it may have been paused
    void this.gone.then(() => clearTimeout(last));
  }

  #signalGroup(signal: NodeJS.Signals): void {
    if (this.#started.child.pid) trySignal(-this.#started.child.pid, signal);
  }

  #watchExit(): Promise<void> {
    const child = this.#started.child;
    return new Promise((resolve) => {
      const leave = () => {
        this.#signalGroup('SIGKILL'); // whatever it may have started
        this.#unpause();
        for (const stream of child.stdio) stream?.destroy();
        resolve();
      };
      child.once('error', (error) => {
        this.#stderr.push(Buffer.from(`${error.message}\n`));
        this.#exit ??= { code: null, signal: null };
        leave();
      });
      child.once('exit', (code, signal) => {
        this.#exit = { code, signal };
        if (this.#ending) return leave();
        // Its last words may still be in the pipe.
        const drained = setTimeout(leave, drainMs);
        child.once('close', () => {
          clearTimeout(drained);
          leave();
        });
      });
    });
  }
}
