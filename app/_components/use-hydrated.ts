'use client';
// const hydrated = useHydrated(): false in the server's page and until the browser has taken over.
import { useSyncExternalStore } from 'react';

const never = () => () => {};

/** A control that does nothing yet says so: `disabled={!hydrated}`. What is typed too early would be lost. */
export function useHydrated(): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
}
