// <LiveStatus>Graded: 10 of 10 points</LiveStatus>: said once when it changes. `visible` shows it too.
import type { ReactNode } from 'react';

type Props = { visible?: boolean; className?: string; children?: ReactNode };

/** Stays in the page from the start: a live region that appears together with its text is often not read. */
export function LiveStatus({ visible = false, className = '', children }: Props) {
  return (
    <div role="status" className={visible ? className : 'sr-only'}>
      {children}
    </div>
  );
}
