'use client';
import { useCallback, useMemo, useSyncExternalStore } from 'react';
import { progressKey, readProgress, type Section, writeProgress } from '#lib/lectures/core.ts';

const changed = 'lecture-progress';

function subscribe(notify: () => void): () => void {
  addEventListener(changed, notify); // this page
  addEventListener('storage', notify); // other tabs
  return () => {
    removeEventListener(changed, notify);
    removeEventListener('storage', notify);
  };
}

/** Which sections of a lecture this person has read, in this browser. Without storage nothing is remembered. */
export function useProgress(slug: string, userId: string, sections: readonly Section[]) {
  const key = progressKey(slug, userId);
  const stored = useSyncExternalStore(
    subscribe,
    () => load(key),
    () => null,
  );
  const read = useMemo(() => readProgress(stored, sections), [stored, sections]);
  const add = useCallback(
    (ids: readonly string[]) => {
      const before = readProgress(load(key), sections);
      const after = new Set([...before, ...ids]);
      if (after.size > before.size) save(key, writeProgress(after));
    },
    [key, sections],
  );
  return { read, add };
}

function load(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null; // storage is switched off
  }
}

function save(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
    dispatchEvent(new Event(changed));
  } catch {
    // Storage is off or full: the ticks are lost, the lecture is not.
  }
}
