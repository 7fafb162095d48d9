'use client';
import { useRouter } from 'next/navigation';
import { type ReactNode, useEffect, useRef } from 'react';
import { Button } from '../../_components/button.tsx';
import { setCookie } from '../../_components/set-cookie.ts';
import { useHydrated } from '../../_components/use-hydrated.ts';

/** Pressing one switch draws the other, elsewhere on the page: the focus goes along. */
let wasPressed = false;

type Props = { cookie: string; away: boolean; children: ReactNode };

/** Puts the tour away in this browser, or brings it back. */
export function TourSwitch({ cookie, away, children }: Props) {
  const router = useRouter();
  const hydrated = useHydrated();
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (wasPressed) button.current?.focus();
    wasPressed = false;
  }, []);
  function change() {
    wasPressed = true;
    setCookie(cookie, 'away', away ? 31_536_000 : 0); // a year
    router.refresh();
  }
  return (
    <Button ref={button} tone="quiet" size="sm" className="-mx-2.5" disabled={!hydrated} onClick={change}>
      {children}
    </Button>
  );
}
