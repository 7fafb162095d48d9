import { setTimeout as wait } from 'node:timers/promises';

export type Server = {
  port: number;
  stop: () => Promise<void>;
  /** Settles when nothing serves any more, by our doing or not. */
  ended: Promise<void>;
};

/** A server that lives this long was no failed start. */
const steadyMs = 10_000;
const longestPauseSeconds = 30;

/**
 * Keeps a server up: one that ends by itself is started again on the same port, so that its clients find it, and later
 * each time where it does not stay. It ends for good when it was stopped or cannot be started.
 * @param start settles once the server answers; its argument is the port that it had before
 */
export async function keepServing(
  start: (port?: number) => Promise<Server>,
  onRestart: () => void = () => {},
): Promise<Server> {
  const stopping = new AbortController();
  const { signal } = stopping;
  let current = await start();
  const { port } = current;

  async function live(): Promise<void> {
    for (let failures = 0; ; failures++) {
      const since = performance.now();
      await current.ended;
      if (signal.aborted) return;
      onRestart();
      if (performance.now() - since > steadyMs) failures = 0;
      const seconds = failures === 0 ? 0 : Math.min(longestPauseSeconds, 2 ** failures / 4);
      await wait(seconds * 1000, undefined, { signal }).catch(() => {});
      if (signal.aborted) return;
      current = await start(port);
      if (signal.aborted) await current.stop();
    }
  }
  const ended = live().catch(console.error);

  return {
    port,
    ended,
    stop: async () => {
      stopping.abort();
      await current.stop();
      await ended;
    },
  };
}
