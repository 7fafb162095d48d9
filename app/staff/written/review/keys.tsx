'use client';
import { useRouter } from 'next/navigation';
import { useEffect, useEffectEvent, useState } from 'react';

/** Whether a key goes into something that is being written. */
function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    target.closest('input:not([type=radio], [type=checkbox]), textarea, select') !== null
  );
}

/**
 * Keys of a page, as `j`. They do nothing while one types, with a modifier, or where the reader turned them off.
 * @param press says whether the key was for it
 */
export function useKeys(press: (key: string) => boolean, on = true): void {
  const handle = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    if (press(event.key)) event.preventDefault();
  });
  useEffect(() => {
    if (!on) return;
    document.addEventListener('keydown', handle);
    return () => document.removeEventListener('keydown', handle);
  }, [on]);
}

/** J goes to the next, K to the previous, where there is one. */
export function useWay(
  { previous, next }: { previous: string | null; next: string | null },
  on: boolean,
  may: () => boolean,
) {
  const router = useRouter();
  useKeys((key) => {
    const to = key === 'j' ? next : key === 'k' ? previous : null;
    if (to === null) return key === 'j' || key === 'k';
    if (may()) router.push(to);
    return true;
  }, on);
}

const storageKey = 'single-keys';

/** Single keys disturb who dictates or bumps keys: they can be turned off, and stay off in this browser. */
export function useKeySwitch(): [boolean, (on: boolean) => void] {
  const [on, setOn] = useState(true);
  useEffect(() => setOn(localStorage.getItem(storageKey) !== 'off'), []);
  return [
    on,
    (wanted) => {
      localStorage.setItem(storageKey, wanted ? 'on' : 'off');
      setOn(wanted);
    },
  ];
}
