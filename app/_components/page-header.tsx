// <PageHeader size="small"? eyebrow="Assignment 6" title="A CNN and translation" lead="One sentence." actions={<Button … />} />
import type { ReactNode } from 'react';

type Props = {
  title: ReactNode;
  eyebrow?: ReactNode;
  lead?: ReactNode;
  actions?: ReactNode;
  /** `small` where something on the page is larger than its name. */
  size?: 'large' | 'small';
  className?: string;
};

const sizes = { large: 'text-3xl sm:text-4xl', small: 'text-2xl' };

/** The page's only h1. */
export function PageHeader({ title, eyebrow, lead, actions, size = 'large', className = 'mb-8 sm:mb-10' }: Props) {
  return (
    <header className={`flex flex-wrap items-end justify-between gap-x-8 gap-y-4 ${className}`}>
      <div className="min-w-0 max-w-measure">
        {eyebrow && <p className="eyebrow mb-1.5">{eyebrow}</p>}
        <h1 className={`break-words ${sizes[size]}`} dir="auto">
          {title}
        </h1>
        {lead && <p className="mt-3 font-serif text-reading text-ink-soft">{lead}</p>}
      </div>
      {actions && <div className="flex flex-wrap gap-2 print:hidden">{actions}</div>}
    </header>
  );
}
