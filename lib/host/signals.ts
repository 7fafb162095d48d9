import { setInterval as every } from 'node:timers/promises';
import { isAlive, parentOf } from '#lib/process.ts';

/** Ctrl-C arrives twice under npm, once from the terminal and once from npm: only a later one means "at once". */
const patienceMs = 1500;

/**
 * Aborts on Ctrl-C or SIGTERM, and when npm, which started us, has been killed: it could not tell us. A second Ctrl-C
 * ends this process at once, and the rest follows.
 */
export function whenToStop(): AbortSignal {
  const stop = new AbortController();
  let since = 0;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (stop.signal.aborted && performance.now() - since > patienceMs) process.exit(130);
      if (!stop.signal.aborted) since = performance.now();
      stop.abort();
    });
  }
  if (process.env.npm_lifecycle_event) void watchNpm(stop);
  return stop.signal;
}

/** npm may stand right above us, or above a shell in between, which would outlive it. */
async function watchNpm(stop: AbortController): Promise<void> {
  const parent = await parentOf(process.pid);
  const above = parent && /^\S*sh -c /.test(parent.command) ? await parentOf(parent.pid) : null;
  const watched = [parent, above].flatMap((one) => (one ? [one.pid] : []));
  for await (const _ of every(200, undefined, { ref: false })) {
    if (!watched.every(isAlive)) return stop.abort();
  }
}
