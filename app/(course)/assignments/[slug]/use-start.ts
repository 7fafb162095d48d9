'use client';
import { useEffect, useEffectEvent, useRef } from 'react';
import type { WorkbenchStart } from '#lib/course/core.ts';

/**
 * Begins by itself what a card of the demo's home promises: once, and not again when the page is reloaded.
 * @param ready what the browser keeps of earlier runs is there
 */
export function useStart(start: WorkbenchStart | null, ready: boolean, begin: (start: WorkbenchStart) => void): void {
  const begun = useRef(false);
  const go = useEffectEvent(begin);
  useEffect(() => {
    if (!start || !ready || begun.current) return;
    begun.current = true;
    history.replaceState(null, '', location.pathname);
    go(start);
  }, [start, ready]);
}
