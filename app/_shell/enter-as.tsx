'use client';
// <EnterAs email="student@example.edu" href={paths.assignments()}>Open</EnterAs>, in a demo course only.
import type { ReactNode } from 'react';
import { Button } from '../_components/button.tsx';
import { useHydrated } from '../_components/use-hydrated.ts';
import { useBecome } from './use-become.ts';

type Props = { email: string; href: string; describedBy?: string; children: ReactNode };

/** Takes another role of the demo and goes there, in one click. */
export function EnterAs({ email, href, describedBy, children }: Props) {
  const { busy, become } = useBecome();
  const hydrated = useHydrated();
  return (
    <Button
      size="sm"
      busy={busy}
      disabled={!hydrated}
      aria-describedby={describedBy}
      onClick={() => void become(email, href)}
    >
      {children}
    </Button>
  );
}
