'use client';
import { useSyncExternalStore } from 'react';

const query = '(min-width: 64rem)';

/** Room for three panes side by side. The server assumes it. */
export function useWide(): boolean {
  return useSyncExternalStore(
    (changed) => {
      const media = matchMedia(query);
      media.addEventListener('change', changed);
      return () => media.removeEventListener('change', changed);
    },
    () => matchMedia(query).matches,
    () => true,
  );
}
