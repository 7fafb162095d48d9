import '#lib/harness/no-eval.ts';
import { openFrame, type SandboxFrame, type SandboxUrls } from '#lib/harness/browser-frame.ts';
import type { WantedBackend } from '#lib/harness/browser-messages.ts';
import { createSession, type OnEvent, RunnerError, type Session } from '#lib/harness/browser-session.ts';
import type { Job, TensorData } from '#lib/harness/protocol.ts';

export type { OnEvent, SandboxUrls, WantedBackend };
export { RunnerError };
export type RunJob = Extract<Job, { kind: 'build' | 'train' | 'load' | 'call' }>;

/**
 * The page's side of a run: starts student code in the sandboxed frame, hears its events, ends it. Knows no React, and
 * never waits for the worker, so that nothing a student writes can hold up the page.
 */
export type Runner = {
  /**
   * Runs a job in a new worker; a run still going is killed first. Settles after the job's `done`, which always comes:
   * by itself, after Stop, or because the worker was killed. Rejects only where the sandbox cannot be started at all.
   */
  start(job: RunJob, onEvent: OnEvent, options?: { backend?: WantedBackend }): Promise<void>;
  /** Asks the run to end after its batch. Code that does not obey is killed after 200 ms; weights already heard remain. */
  stop(): void;
  /** Ends the worker at once, and with it what `evaluate` and `predict` would ask. */
  kill(): void;
  /** An expression against the last run, as text; its console output goes to that run's `onEvent`. @throws RunnerError */
  evaluate(expression: string): Promise<string>;
  /** The last run's model on new samples. @throws RunnerError */
  predict(x: TensorData): Promise<TensorData>;
  /** Whether there is a worker with a finished run to ask. */
  readonly ready: boolean;
  /** Fetches the harness and opens the frame, so that the first run need not wait for them. */
  warm(): void;
  dispose(): void;
};

/** @param urls from `sandboxUrls()` on the server. Opens nothing before `warm` or the first `start`. */
export function createRunner({ urls }: { urls: SandboxUrls }): Runner {
  let opening: Promise<SandboxFrame> | null = null;
  let session: Session | null = null;

  function open(): Promise<SandboxFrame> {
    opening ??= openFrame(urls);
    return opening;
  }

  async function start(job: RunJob, onEvent: OnEvent, { backend = 'auto' }: { backend?: WantedBackend } = {}) {
    kill();
    let frame: SandboxFrame | null = null;
    const mine = createSession(onEvent, () => frame?.killWorker());
    session = mine;
    const finished = mine.run(job); // queued in the port until the worker is there
    try {
      const opened = await open();
      if (!mine.alive) return;
      frame = opened;
      opened.startWorker(backend, mine.workerPort, mine.crash);
    } catch (error) {
      opening = null; // the next run tries again
      mine.end();
      throw error;
    }
    await finished;
  }

  function kill() {
    session?.end();
    session = null;
  }

  function asked(): Session {
    if (!session?.alive) throw new RunnerError('Run your code first.');
    return session;
  }

  return {
    start,
    stop: () => session?.stop(),
    kill,
    evaluate: async (expression) => (await asked().ask({ kind: 'evaluate', expression }, 'value')).text,
    predict: async (x) => {
      const { shape, data } = await asked().ask({ kind: 'apply', x }, 'predictions');
      return { shape: shape.map((n) => n ?? 0), data };
    },
    get ready() {
      return session?.idle ?? false;
    },
    warm() {
      open().catch(() => {
        opening = null; // the first run will say what is wrong
      });
    },
    dispose() {
      kill();
      void opening?.then((frame) => frame.close()).catch(() => {}); // one that never opened has nothing to close
      opening = null;
    },
  };
}
