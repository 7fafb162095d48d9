// <Skeleton className="h-8 w-64" /> · <SkeletonPage label="Loading grades">…</SkeletonPage>: one announcement, shapes hidden.
import type { ReactNode } from 'react';

export function Skeleton({ className = '' }: { className?: string }) {
  return <div aria-hidden className={`skeleton ${className}`} />;
}

/** Says once that something is on its way; the grey shapes say nothing to a screen reader. */
export function SkeletonPage({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div role="status">
      <span className="sr-only">{label}</span>
      {children}
    </div>
  );
}
