/** Lets work that nobody waits for begin only while no instant grade is at work in this process. */
export type Gate = {
  /** Runs `work` and holds the gate closed meanwhile. */
  hold<T>(work: () => Promise<T>): Promise<T>;
  /** Resolves when nobody holds the gate. */
  open(): Promise<void>;
};

export function createGate(onChange: (held: boolean) => void = () => {}): Gate {
  let holders = 0;
  let waiting: (() => void)[] = [];
  const release = () => {
    holders--;
    if (holders > 0) return;
    onChange(false);
    const ready = waiting;
    waiting = [];
    for (const go of ready) go();
  };
  return {
    hold: async (work) => {
      if (holders++ === 0) onChange(true);
      try {
        return await work();
      } finally {
        release();
      }
    },
    open: () => (holders === 0 ? Promise.resolve() : new Promise((resolve) => waiting.push(resolve))),
  };
}
