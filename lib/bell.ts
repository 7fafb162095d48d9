/** Wakes whoever waits for something to happen. */
export type Bell = {
  ring: () => void;
  /** Resolves at the next ring, at once where it rang since, and after `ms` in any case. */
  heard: (ms: number) => Promise<void>;
};

/** Remembers a ring that came while nobody waited, so that no change falls between two looks. An abort rings too. */
export function openBell(signal: AbortSignal): Bell {
  let rung = signal.aborted;
  let wake = () => {};
  const ring = () => {
    rung = true;
    wake();
  };
  signal.addEventListener('abort', ring, { once: true });
  return {
    ring,
    heard: async (ms) => {
      if (!rung) {
        const { promise, resolve } = Promise.withResolvers<void>();
        wake = resolve;
        const timer = setTimeout(resolve, ms);
        await promise;
        clearTimeout(timer);
      }
      rung = false;
    },
  };
}
