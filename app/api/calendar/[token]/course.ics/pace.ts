const windowMs = 60_000;
const readsAWindow = 30;
const mostKept = 10_000;

type Window = { from: number; reads: number };
const windows = new Map<string, Window>();

/**
 * Counts a read of an address by this server and says how many seconds to wait, 0 where it may be answered now. A
 * program that asks in a loop is stopped before it costs a query; also one that tries addresses costs no memory.
 */
export function secondsUntilRead(address: string, now: Date): number {
  const at = now.getTime();
  const window = windows.get(address);
  if (!window || at - window.from >= windowMs) {
    if (windows.size >= mostKept) windows.clear();
    windows.set(address, { from: at, reads: 1 });
    return 0;
  }
  window.reads += 1;
  return window.reads <= readsAWindow ? 0 : Math.ceil((window.from + windowMs - at) / 1000);
}
