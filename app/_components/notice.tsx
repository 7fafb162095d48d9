// <Notice tone="info|good|warn|bad" title="Draft kept" action={<Button … />} urgent>What happened, why, what to do.</Notice>
import { CircleCheck, Info, type LucideIcon, OctagonAlert, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';

type Tone = 'info' | 'good' | 'warn' | 'bad';

const looks: Record<Tone, { icon: LucideIcon; mark: string; wash: string }> = {
  info: { icon: Info, mark: 'text-info', wash: 'bg-info-wash' },
  good: { icon: CircleCheck, mark: 'text-good', wash: 'bg-good-wash' },
  warn: { icon: TriangleAlert, mark: 'text-warn', wash: 'bg-warn-wash' },
  bad: { icon: OctagonAlert, mark: 'text-bad', wash: 'bg-bad-wash' },
};

type Props = {
  tone?: Tone;
  title?: ReactNode;
  action?: ReactNode;
  /** Announced at once: for what goes wrong after the page has been read. */
  urgent?: boolean;
  className?: string;
  children?: ReactNode;
};

export function Notice({ tone = 'info', title, action, urgent = false, className = '', children }: Props) {
  const { icon: Icon, mark, wash } = looks[tone];
  return (
    <div role={urgent ? 'alert' : undefined} className={`flex gap-3 rounded-md px-4 py-3 ${wash} ${className}`}>
      <Icon aria-hidden className={`mt-0.5 size-5 shrink-0 ${mark}`} />
      <div className="min-w-0 flex-1 space-y-1">
        {title && <p className="font-semibold">{title}</p>}
        {children && <div className="text-sm break-words">{children}</div>}
        {action && <div className="pt-2">{action}</div>}
      </div>
    </div>
  );
}
