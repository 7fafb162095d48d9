'use client';
import { ChevronRight } from 'lucide-react';
import { type ReactNode, useEffect, useRef } from 'react';

type Props = { name: string; open: boolean; children: ReactNode };

/** What has passed, folded away. It opens for an address that points into it. */
export function PastWeeks({ name, open, children }: Props) {
  const details = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    const reveal = () => {
      const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
      if (!target || !details.current?.contains(target)) return;
      details.current.open = true;
      target.scrollIntoView();
    };
    reveal();
    addEventListener('hashchange', reveal);
    return () => removeEventListener('hashchange', reveal);
  }, []);
  return (
    <details ref={details} open={open} className="group">
      <summary className="inline-flex min-h-11 items-center gap-1 text-sm font-[550] text-accent hover:text-accent-deep">
        <ChevronRight aria-hidden className="size-4 group-open:rotate-90" />
        {name}
      </summary>
      <div className="mt-4 space-y-10">{children}</div>
    </details>
  );
}
