/** Lets work that nobody waits for run only while no instant grade is at work in this process. */
export type Gate = {
  /** Runs `work` and holds the gate closed meanwhile. */
  hold<T>(work: () => Promise<T>): Promise<T>;
  /** Resolves when nobody holds the gate. */
  open(): Promise<void>;
};

/** @param onClose called when the gate closes; what it returns is called when it opens again */
export function createGate(onClose: () => () => void): Gate {
  let holders = 0;
  let reopen = () => {};
  let waiting: (() => void)[] = [];
  const release = () => {
    if (--holders > 0) return;
    reopen();
    const ready = waiting;
    waiting = [];
    for (const go of ready) go();
  };
  return {
    hold: async (work) => {
      if (holders++ === 0) reopen = onClose();
      try {
        return await work();
      } finally {
        release();
      }
    },
    open: () => (holders === 0 ? Promise.resolve() : new Promise((resolve) => waiting.push(resolve))),
  };
}
