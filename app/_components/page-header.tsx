// <PageHeader eyebrow="Assignment 6" title="A CNN and translation" lead="One sentence." actions={<Button … />} />
import type { ReactNode } from 'react';

type Props = { title: ReactNode; eyebrow?: ReactNode; lead?: ReactNode; actions?: ReactNode; className?: string };

/** The page's only h1. */
export function PageHeader({ title, eyebrow, lead, actions, className = 'mb-8 sm:mb-10' }: Props) {
  return (
    <header className={`flex flex-wrap items-end justify-between gap-x-8 gap-y-4 ${className}`}>
      <div className="min-w-0 max-w-measure">
        {eyebrow && <p className="eyebrow mb-1.5">{eyebrow}</p>}
        <h1 className="text-3xl break-words sm:text-4xl" dir="auto">
          {title}
        </h1>
        {lead && <p className="mt-3 font-serif text-reading text-ink-soft">{lead}</p>}
      </div>
      {actions && <div className="flex flex-wrap gap-2 print:hidden">{actions}</div>}
    </header>
  );
}
