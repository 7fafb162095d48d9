'use client';
import { useRouter } from 'next/navigation';
import type { ReactNode } from 'react';
import { Button } from '../../_components/button.tsx';
import { setCookie } from '../../_components/set-cookie.ts';
import { useHydrated } from '../../_components/use-hydrated.ts';

type Props = { cookie: string; away: boolean; children: ReactNode };

/** Puts the tour away in this browser, or brings it back. */
export function TourSwitch({ cookie, away, children }: Props) {
  const router = useRouter();
  const hydrated = useHydrated();
  function change() {
    setCookie(cookie, 'away', away ? 31_536_000 : 0); // a year
    router.refresh();
  }
  return (
    <Button tone="quiet" size="sm" className="-mx-2.5" disabled={!hydrated} onClick={change}>
      {children}
    </Button>
  );
}
