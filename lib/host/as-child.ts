import type { ChildMessage } from './child.ts';

/** Tells the host; does nothing in a process that has none. */
export function tellHost(message: ChildMessage): void {
  process.send?.(message);
}

/** Ending in order may fail when the database is gone already; then we end anyway. */
const deadlineMs = 8000;

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
  stop.signal.addEventListener('abort', () => setTimeout(() => process.exit(1), deadlineMs).unref());
  return stop.signal;
}
