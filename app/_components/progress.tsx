// <Progress label="Parameters" value={4812} max={10000} /> · omit value while the length is unknown · tone="bad" when over.
type Props = { label: string; value?: number; max?: number; tone?: 'accent' | 'warn' | 'bad'; className?: string };

const bars = { accent: 'bg-accent', warn: 'bg-warn', bad: 'bg-bad' };

/** A bar with a name. Put the numbers beside it in words: the bar alone says too little. */
export function Progress({ label, value, max = 1, tone = 'accent', className = '' }: Props) {
  const known = value !== undefined;
  const share = known ? Math.min(1, Math.max(0, value / max)) : 0.35;
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={max}
      aria-valuenow={known ? Math.min(value, max) : undefined}
      className={`h-1.5 overflow-hidden rounded-full bg-rule ${className}`}
    >
      <div
        className={`h-full rounded-full transition-[width] ${bars[tone]} ${known ? '' : 'animate-pulse'}`}
        style={{ width: `${share * 100}%` }}
      />
    </div>
  );
}
