import type { Manifest } from './manifest.ts';

/** What applies to one student, for one assignment, at one instant: the only place that answers. */
export type Policy = {
  opensAt: Date;
  dueAt: Date;
  closesAt: Date;
  isOpen: boolean;
  isLate: boolean;
  attempts: { used: number; max: number; left: number };
  /** Why nothing can be submitted now, or null when it can. */
  refusal: 'not_open' | 'closed' | 'no_attempts' | null;
  privateScoreVisible: boolean;
};

export type PolicyFacts = {
  manifest: Pick<Manifest, 'attempts'>;
  dates: { opensAt: Date; dueAt: Date; closesAt: Date; releasedAt: Date | null };
  /** Submissions that cost an attempt: all but those that met our failures only, or whose code has not run. */
  attemptsUsed: number;
};

export function effectivePolicy({ manifest, dates, attemptsUsed }: PolicyFacts, now: Date): Policy {
  const max = manifest.attempts;
  const left = Math.max(0, max - attemptsUsed);
  const isOpen = now >= dates.opensAt && now < dates.closesAt;
  return {
    opensAt: dates.opensAt,
    dueAt: dates.dueAt,
    closesAt: dates.closesAt,
    isOpen,
    isLate: now >= dates.dueAt,
    attempts: { used: attemptsUsed, max, left },
    refusal: now < dates.opensAt ? 'not_open' : now >= dates.closesAt ? 'closed' : left === 0 ? 'no_attempts' : null,
    privateScoreVisible: dates.releasedAt !== null && now >= dates.releasedAt,
  };
}
