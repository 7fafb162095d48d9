import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { CourseError } from '#lib/errors.ts';

/** What a child says to its host. `failed` is final: starting it again would not help. */
export const childMessage = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready'), note: z.string().optional() }),
  z.object({ type: z.literal('failed'), reason: z.string() }),
]);
export type ChildMessage = z.infer<typeof childMessage>;

export type ChildOptions = {
  /** Module that the child runs. */
  entry: URL;
  env: Record<string, string | undefined>;
  logFile: string;
  onRestart: (seconds: number) => void;
};

export type Child = {
  /** What it said when it was first ready. @throws when it failed for good */
  ready: Promise<string | undefined>;
  /** Never resolves. @throws when it failed for good */
  failed: Promise<never>;
  stop: () => Promise<void>;
};

/** Long enough for a page or a grading run to end; a run cut short is given to another grader. */
const patienceMs = 5000;

/**
 * Keeps a child process running: started again when it ends by itself, later each time. The channel between us tells
 * it when this process is gone, however that happened. A session of its own keeps Ctrl-C in a terminal away from it,
 * so that the host ends things in order.
 */
export function keepRunning(options: ChildOptions): Child {
  let stopping = false;
  let current: ChildProcess | undefined;
  const { promise: ready, resolve, reject } = Promise.withResolvers<string | undefined>();
  const failure = Promise.withResolvers<never>();
  // A caller that does not look must not end the process.
  ready.catch(() => {});
  failure.promise.catch(() => {});
  const stopped = new AbortController();

  async function live(): Promise<void> {
    for (let failures = 0; !stopping; failures++) {
      const since = performance.now();
      current = start(options);
      current.on('message', (raw) => {
        const message = childMessage.parse(raw);
        if (message.type === 'ready') resolve(message.note);
        else {
          stopping = true;
          const error = new CourseError(500, message.reason);
          reject(error);
          failure.reject(error);
        }
      });
      await once(current, 'exit');
      if (stopping) return;
      if (performance.now() - since > 60_000) failures = 0;
      const seconds = Math.min(30, 2 ** failures / 2);
      options.onRestart(seconds);
      await wait(seconds * 1000, undefined, { signal: stopped.signal }).catch(() => {});
    }
  }
  const life = live();

  return {
    ready,
    failed: failure.promise,
    stop: async () => {
      stopping = true;
      stopped.abort();
      if (current) await end(current);
      await life;
      reject(new Error('stopped'));
    },
  };
}

function start({ entry, env, logFile }: ChildOptions): ChildProcess {
  const log = openSync(logFile, 'a', 0o600);
  try {
    return fork(fileURLToPath(entry), [], {
      env: { ...process.env, ...env },
      stdio: ['ignore', log, log, 'ipc'],
      detached: true,
    });
  } finally {
    closeSync(log);
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const group = -child.pid;
  const exited = once(child, 'exit');
  if (child.connected) child.disconnect();
  const patience = new AbortController();
  await Promise.race([exited, wait(patienceMs, undefined, { signal: patience.signal }).catch(() => {})]);
  patience.abort();
  try {
    process.kill(group, 'SIGKILL'); // it, if it is still there, and whatever it left behind
  } catch {
    // nothing left
  }
  await exited;
}
