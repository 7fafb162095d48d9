import { type Extension, type ItemDates, ownDates } from '#lib/items/core.ts';
import type { Manifest } from './manifest.ts';

/** What applies to one student, for one assignment, at one instant: the only place that answers. */
export type Policy = {
  opensAt: Date;
  dueAt: Date;
  closesAt: Date;
  /** What everybody else has; before `dueAt` where this student was given an extension. */
  classDueAt: Date;
  isOpen: boolean;
  isLate: boolean;
  attempts: { used: number; max: number; left: number };
  /** Why nothing can be submitted now, or null when it can. */
  refusal: 'not_open' | 'closed' | 'no_attempts' | null;
};

export type PolicyFacts = {
  manifest: Pick<Manifest, 'attempts'>;
  /** The class's, as the calendar says them. */
  dates: ItemDates;
  /** This student's own, the newest that was not withdrawn. */
  extension: Extension | null;
  /** Submissions that cost an attempt: all but those that met our failures only, or whose code has not run. */
  attemptsUsed: number;
};

export function effectivePolicy({ manifest, dates, extension, attemptsUsed }: PolicyFacts, now: Date): Policy {
  const { opensAt, dueAt, closesAt, classDueAt } = ownDates(dates, extension);
  const max = manifest.attempts;
  const left = Math.max(0, max - attemptsUsed);
  return {
    opensAt,
    dueAt,
    closesAt,
    classDueAt,
    isOpen: now >= opensAt && now < closesAt,
    isLate: now >= dueAt,
    attempts: { used: attemptsUsed, max, left },
    refusal: now < opensAt ? 'not_open' : now >= closesAt ? 'closed' : left === 0 ? 'no_attempts' : null,
  };
}
