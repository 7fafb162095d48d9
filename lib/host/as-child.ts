import type { ChildMessage } from './child.ts';

/** Tells the host; does nothing in a process that has none. */
export function tellHost(message: ChildMessage): void {
  process.send?.(message);
}

/**
 * Aborts when this process should end: its host asks, is gone, or a signal says so. Ctrl-C is the host's business as
 * long as there is one.
 */
export function untilStopped(): AbortSignal {
  const stop = new AbortController();
  process.once('disconnect', () => stop.abort());
  process.once('SIGTERM', () => stop.abort());
  process.on('SIGINT', () => {
    if (!process.connected) stop.abort();
  });
  return stop.signal;
}
