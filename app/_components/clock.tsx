'use client';
// <ClockProvider zone="Pacific/Honolulu" now={iso}> once, in a layout. `useClock()` → { zone, now }: now moves each minute.
import { createContext, type ReactNode, useContext, useEffect, useState } from 'react';

export type Clock = { zone: string; now: Date };

const ClockContext = createContext<Clock>({ zone: 'UTC', now: new Date(0) });

/** The server's clock and the course's zone, so that the first render in the browser equals the server's. */
export function ClockProvider({ zone, now, children }: { zone: string; now: string; children: ReactNode }) {
  const [current, setCurrent] = useState(() => new Date(now));
  useEffect(() => {
    // The server's time may differ from this machine's: keep the distance, not the local clock.
    const offset = new Date(now).getTime() - Date.now();
    const timer = setInterval(() => setCurrent(new Date(Date.now() + offset)), 60_000);
    return () => clearInterval(timer);
  }, [now]);
  return <ClockContext value={{ zone, now: current }}>{children}</ClockContext>;
}

export function useClock(): Clock {
  return useContext(ClockContext);
}
