import { z } from 'zod';
import type { Cell } from '#lib/gradebook/core.ts';
import type { ItemKind } from '#lib/items/core.ts';

/** The one course of this installation, as every page may know it. */
export type Course = { title: string; timeZone: string; termStart: Date; demo: boolean };

/** Where a person was: a kind of page and a slug, as `lecture:convolutional-networks`. */
export const placeSchema = z.string().regex(/^(lecture|assignment):[0-9a-z][0-9a-z-]{0,63}$/);

export type Place = { kind: 'lecture' | 'assignment'; slug: string };

/** Null for places that no longer have a page. */
export function readPlace(place: string): Place | null {
  const [kind, slug] = place.split(':');
  if ((kind !== 'lecture' && kind !== 'assignment') || !slug) return null;
  return { kind, slug };
}

/** The accounts of a demo course, in the order the sign-in page offers them. They exist nowhere else. */
export const demoAccounts = [
  { role: 'student', email: 'student@example.edu', does: 'Write a model, train it, submit it.' },
  { role: 'assistant', email: 'ta@example.edu', does: 'See what students handed in.' },
  { role: 'instructor', email: 'instructor@example.edu', does: 'Everything, with the gradebook.' },
] as const;

export const demoPassword = 'demo-course';

/** Cards of the demo's home that begin as staff: the visitor's own submission, a proposal to decide, a text to grade. */
export const tourSteps = ['submission', 'proposal', 'reflection'] as const;
export type TourStep = (typeof tourSteps)[number];

/** What a card begins in the workbench: run the starter, put the offered network in its place and run it, hand in. */
export const workbenchStarts = ['run', 'apply', 'submit'] as const;
export type WorkbenchStart = (typeof workbenchStarts)[number];

/** An item as "this week" sees it. */
export type WeekItem = {
  slug: string;
  kind: ItemKind;
  title: string;
  summary: string;
  /** Slug of the lecture that teaches it. */
  lecture: string | null;
  opensAt: Date;
  dueAt: Date;
  closesAt: Date;
  /** Null where versions are not counted: written work. */
  attemptsLeft: number | null;
  /** Null where there are no points. */
  maxPoints: number | null;
  cell: Pick<Cell, 'state' | 'late' | 'points' | 'mark' | 'attempts' | 'publicScore' | 'pending'>;
};

/** What a person can do about an item at an instant. `overdue`: past its date, still accepted. */
export type WeekStage = 'upcoming' | 'open' | 'overdue' | 'closed';

export function stageOf(item: Pick<WeekItem, 'opensAt' | 'dueAt' | 'closesAt'>, now: Date): WeekStage {
  if (now < item.opensAt) return 'upcoming';
  if (now < item.dueAt) return 'open';
  return now < item.closesAt ? 'overdue' : 'closed';
}

/**
 * The one thing to do next: of what is open, not yet worth full points and can still be tried, the one due first. What
 * is overdue counts only while nothing was handed in: a late second try is a choice, not the next thing.
 */
export function nextItem(items: readonly WeekItem[], now: Date): WeekItem | null {
  const candidates = items.filter((item) => (item.kind === 'code' ? isWorthTrying(item, now) : isUnwritten(item, now)));
  return candidates.toSorted((a, b) => a.dueAt.getTime() - b.dueAt.getTime())[0] ?? null;
}

function isWorthTrying(item: WeekItem, now: Date): boolean {
  const stage = stageOf(item, now);
  if (item.attemptsLeft === 0 || item.cell.points === item.maxPoints) return false;
  return stage === 'open' || (stage === 'overdue' && item.cell.attempts === 0);
}

/** A text is done once it is handed in, until staff ask for changes: those are taken after the closing date, too. */
function isUnwritten(item: WeekItem, now: Date): boolean {
  const stage = stageOf(item, now);
  if (item.cell.state === 'changes_asked') return stage !== 'upcoming';
  return item.cell.attempts === 0 && (stage === 'open' || stage === 'overdue');
}

/** What comes after it, soonest first: open or announced, without `next` itself. */
export function laterItems(items: readonly WeekItem[], next: WeekItem | null, now: Date): WeekItem[] {
  return items
    .filter((item) => item.slug !== next?.slug && item.dueAt > now)
    .toSorted((a, b) => a.dueAt.getTime() - b.dueAt.getTime());
}

/** Something that waits for staff: how much of it, and since when the oldest does. */
export type Waiting = { count: number; oldestAt: Date } & (
  | { kind: 'proposal' | 'written'; slug: string; title: string }
  | { kind: 'question' | 'failure' | 'disagreement' | 'queue' }
  /** `id` where there is one only. */
  | { kind: 'regrade'; id: string | null }
);
