'use client';
import { type ReactNode, useRef } from 'react';
import { useKeys } from './keys.tsx';

/** A list of links that J and K walk through; Enter opens the one that has the focus. */
export function WalkedRows({ children }: { children: ReactNode }) {
  const box = useRef<HTMLDivElement>(null);
  useKeys((key) => {
    if (key !== 'j' && key !== 'k') return false;
    const links = [...(box.current?.querySelectorAll<HTMLElement>('[data-walk]') ?? [])];
    const at = links.findIndex((link) => link.matches(':focus'));
    const to = key === 'j' ? at + 1 : Math.max(0, at - 1);
    links[Math.min(to, links.length - 1)]?.focus();
    return true;
  });
  return <div ref={box}>{children}</div>;
}
