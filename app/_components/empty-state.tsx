// <EmptyState title="No submissions yet" action={<ButtonLink …/>}>What will be here, and the first step.</EmptyState>
import type { ReactNode } from 'react';

type Props = { title: ReactNode; action?: ReactNode; className?: string; children?: ReactNode };

export function EmptyState({ title, action, className = '', children }: Props) {
  return (
    <div className={`border-l-2 border-rule py-1 pl-5 ${className}`}>
      <p className="font-serif text-lg font-semibold">{title}</p>
      {children && <div className="mt-1.5 max-w-prose text-ink-soft">{children}</div>}
      {action && <div className="mt-4">{action}</div>}
    </div>
  );
}
