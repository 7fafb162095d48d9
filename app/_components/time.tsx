'use client';
// <Time at={date} /> → "Wed 25 Nov, 23:59 (in 2 days)" · show="absolute" | "relative" · withZone adds "GMT-10".
// `past` for what has happened: the page's clock moves once a minute and may lag behind it, yet it is never "in" anything.
import { useClock } from './clock.tsx';
import { absoluteTime, relativeTime, zoneName } from './time-format.ts';

type Props = {
  /** A Date, or what JSON makes of it. */
  at: Date | string;
  show?: 'both' | 'absolute' | 'relative';
  withZone?: boolean;
  past?: boolean;
  className?: string;
};

/** An instant, absolute and relative together. Whatever is not shown is in the tooltip, with the zone. */
export function Time({ at, show = 'both', withZone = false, past = false, className }: Props) {
  const { zone, now } = useClock();
  const instant = new Date(at);
  const absolute = absoluteTime(instant, zone, now) + (withZone ? ` ${zoneName(instant, zone)}` : '');
  const relative = relativeTime(instant, zone, past && instant > now ? instant : now);
  return (
    <time
      dateTime={instant.toISOString()}
      title={`${absoluteTime(instant, zone, now)} ${zoneName(instant, zone)}, ${relative}`}
      className={className}
    >
      {show === 'relative' ? relative : absolute}
      {show === 'both' && <span className="text-ink-soft"> ({relative})</span>}
    </time>
  );
}
