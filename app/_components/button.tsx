// <Button tone="primary|plain|quiet|danger" size="md|sm|lg" busy>Submit for grading</Button>
// <ButtonLink href={paths.home()} tone="primary">Go on</ButtonLink> · buttonClass({ tone, size }) for anything else.
import { LoaderCircle } from 'lucide-react';
import Link from 'next/link';
import type { ComponentProps, ReactNode } from 'react';

type Tone = 'primary' | 'plain' | 'quiet' | 'danger';
type Size = 'sm' | 'md' | 'lg';

const tones: Record<Tone, string> = {
  primary: 'bg-accent text-on-accent hover:bg-accent-deep',
  plain: 'bg-sheet text-ink ring-1 ring-inset ring-rule-strong/60 hover:ring-rule-strong hover:bg-well',
  quiet: 'text-ink-soft hover:bg-well hover:text-ink',
  danger: 'bg-sheet text-bad ring-1 ring-inset ring-bad/50 hover:bg-bad-wash',
};

// 44 px where fingers point, down to 32 px where a mouse does.
const sizes: Record<Size, string> = {
  sm: 'min-h-8 px-2.5 text-sm gap-1.5 pointer-coarse:min-h-11',
  md: 'min-h-10 px-4 text-base gap-2 pointer-coarse:min-h-11',
  lg: 'min-h-12 px-6 text-lg gap-2.5',
};

export function buttonClass({ tone = 'plain', size = 'md' }: { tone?: Tone; size?: Size } = {}): string {
  return `inline-flex items-center justify-center whitespace-nowrap rounded-md font-[550] select-none transition-colors active:translate-y-px disabled:opacity-55 disabled:pointer-events-none aria-disabled:opacity-55 [&_svg]:size-[1.1em] [&_svg]:shrink-0 ${tones[tone]} ${sizes[size]}`;
}

type ButtonProps = ComponentProps<'button'> & {
  tone?: Tone;
  size?: Size;
  /** Keeps its width and its name, shows that it works, and takes no second press. */
  busy?: boolean;
};

export function Button({ tone, size, busy = false, className = '', children, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      aria-busy={busy || undefined}
      disabled={rest.disabled || busy}
      className={`${buttonClass({ tone, size })} ${className}`}
    >
      {busy && <LoaderCircle aria-hidden className="animate-spin" />}
      {children}
    </button>
  );
}

type LinkProps = ComponentProps<typeof Link> & { tone?: Tone; size?: Size; children: ReactNode };

export function ButtonLink({ tone, size, className = '', ...rest }: LinkProps) {
  return <Link {...rest} className={`${buttonClass({ tone, size })} ${className}`} />;
}
