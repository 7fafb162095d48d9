// <Status tone="good|warn|bad|info|busy|neutral">Graded</Status> → icon + word + colour; never colour alone.
// `filled` sets it on a wash, for tables and headers.
import { Ban, CircleCheck, CircleDot, Info, LoaderCircle, type LucideIcon, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';

export type StatusTone = 'good' | 'warn' | 'bad' | 'info' | 'busy' | 'neutral';

const looks: Record<StatusTone, { icon: LucideIcon; text: string; wash: string }> = {
  good: { icon: CircleCheck, text: 'text-good', wash: 'bg-good-wash' },
  warn: { icon: TriangleAlert, text: 'text-warn', wash: 'bg-warn-wash' },
  bad: { icon: Ban, text: 'text-bad', wash: 'bg-bad-wash' },
  info: { icon: Info, text: 'text-info', wash: 'bg-info-wash' },
  busy: { icon: LoaderCircle, text: 'text-info', wash: 'bg-info-wash' },
  neutral: { icon: CircleDot, text: 'text-ink-soft', wash: 'bg-well' },
};

type Props = { tone: StatusTone; icon?: LucideIcon; filled?: boolean; className?: string; children: ReactNode };

export function Status({ tone, icon, filled = false, className = '', children }: Props) {
  const look = looks[tone];
  const Icon = icon ?? look.icon;
  const ground = filled ? `${look.wash} rounded-md px-2 py-0.5` : '';
  return (
    <span
      className={`inline-flex items-baseline gap-1.5 text-sm font-[550] whitespace-nowrap ${look.text} ${ground} ${className}`}
    >
      <Icon aria-hidden className={`size-4 shrink-0 self-center ${tone === 'busy' ? 'animate-spin' : ''}`} />
      {children}
    </span>
  );
}
