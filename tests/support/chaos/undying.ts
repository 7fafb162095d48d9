import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

export type Undying = {
  /** Null while there is none. */
  pid: () => number | null;
  /** Kills it outright, and settles when it is gone. Another takes its place. */
  kill: () => Promise<void>;
  /** Settles when the process that runs now has said that it is ready. */
  ready: () => Promise<void>;
  /** Lets it end in order, for good. */
  stop: () => Promise<void>;
};

export type UndyingOptions = {
  entry: URL;
  env: Record<string, string>;
  logFile: string;
};

/** One that cannot start, its database being away, is not started a thousand times. */
const pauseMs = 250;

const readyMessage = z.object({ type: z.literal('ready') });

/** A process as the host keeps one, but without the host's growing patience: it is killed many times a minute here. */
export function undying({ entry, env, logFile }: UndyingOptions): Undying {
  let child: ChildProcess | null = null;
  let stopping = false;
  let ready = Promise.withResolvers<void>();

  async function live(): Promise<void> {
    while (!stopping) {
      const current = start(entry, env, logFile);
      child = current;
      current.on('message', (message) => {
        if (readyMessage.safeParse(message).success) ready.resolve();
      });
      await once(current, 'exit');
      child = null;
      ready.resolve(); // who waited for this one looks again
      ready = Promise.withResolvers();
      if (!current.killed) await wait(pauseMs);
    }
  }
  const life = live();

  return {
    pid: () => child?.pid ?? null,
    kill: async () => {
      const doomed = child;
      if (!doomed) return;
      const gone = once(doomed, 'exit');
      doomed.kill('SIGKILL');
      await gone;
    },
    ready: async () => {
      while (!stopping) {
        const waited = child;
        await ready.promise;
        if (child && child === waited) return;
      }
    },
    stop: async () => {
      stopping = true;
      child?.kill('SIGCONT');
      if (child?.connected) child.disconnect();
      await life;
    },
  };
}

function start(entry: URL, env: Record<string, string>, logFile: string): ChildProcess {
  const log = openSync(logFile, 'a', 0o600);
  try {
    const stdio: ['ignore', number, number, 'ipc'] = ['ignore', log, log, 'ipc'];
    return fork(fileURLToPath(entry), [], { env: { ...process.env, ...env }, stdio, detached: true });
  } finally {
    closeSync(log);
  }
}
