import type { Decision, Scale } from './item.ts';

/** Where a piece of writing stands. It is never stored: it follows from versions, reviews and dates. */
export const writingStates = [
  'not_started',
  'draft',
  'submitted',
  'late',
  'changes_asked',
  'accepted',
  'graded',
  'released',
] as const;
export type WritingState = (typeof writingStates)[number];

export type WritingFacts = {
  scale: Scale;
  /** The latest of its authors' dates. */
  dueAt: Date;
  releasedAt: Date | null;
  hasDraft: boolean;
  /** When the first and the newest version were handed in; null before the first. */
  firstSubmittedAt: Date | null;
  submittedAt: Date | null;
  /** Number of the newest version. */
  number: number | null;
  /** The review that speaks: the newest one of the newest reviewed version. */
  review: { number: number; decision: Decision | null } | null;
};

/**
 * Authors learn a decision at once, a mark or points once they are released: until then theirs is handed in, graded or
 * not. Whoever hands in again is waiting again.
 */
export function writingState(facts: WritingFacts, viewer: 'author' | 'staff'): WritingState {
  if (facts.number === null) return facts.hasDraft ? 'draft' : 'not_started';
  const handedIn = isLate(facts) ? 'late' : 'submitted';
  if (!facts.review) return handedIn;
  if (facts.scale !== 'decision' && facts.releasedAt) return 'released';
  if (facts.review.number < facts.number) return handedIn;
  if (facts.review.decision) return facts.review.decision;
  return viewer === 'staff' ? 'graded' : handedIn;
}

/** What is asked to be revised is late by its first version, anything else by its newest: that one counts. */
export function isLate(facts: Pick<WritingFacts, 'scale' | 'dueAt' | 'firstSubmittedAt' | 'submittedAt'>): boolean {
  const at = facts.scale === 'decision' ? facts.firstSubmittedAt : facts.submittedAt;
  return at !== null && at >= facts.dueAt;
}

/** Why nothing can be handed in now. */
export type Refusal = 'not_open' | 'closed' | 'accepted' | 'released';

/** Null when it can. What staff asked to be changed is taken after the closing date too. */
export function submitRefusal(
  dates: { opensAt: Date; closesAt: Date },
  state: WritingState,
  now: Date,
): Refusal | null {
  if (state === 'accepted' || state === 'released') return state;
  if (now < dates.opensAt) return 'not_open';
  return now >= dates.closesAt && state !== 'changes_asked' ? 'closed' : null;
}

export const refusalText: Record<Refusal, string> = {
  not_open: 'This is not open yet.',
  closed: 'This is closed: nothing more is taken.',
  accepted: 'This was accepted: there is nothing to revise.',
  released: 'The grade is released: there is nothing to revise.',
};

/** Before the first version authors come and go; later a person can only leave, and only what they did not hand in. */
export type AuthorFacts = { versions: number; reviewed: boolean; authors: number; handedInByLeaver: boolean };

/** Why nobody can be added, in words; null when somebody can. */
export function addRefusal(facts: Pick<AuthorFacts, 'versions' | 'authors'>, maxAuthors: number): string | null {
  if (facts.versions > 0) return 'Authors are added before the first version is handed in.';
  if (facts.authors < maxAuthors) return null;
  return maxAuthors === 1 ? 'This is written alone.' : `At most ${maxAuthors} people write this together.`;
}

/** Why an author cannot go, in words; null when they can. @param own whether they leave of their own accord */
export function leaveRefusal(facts: AuthorFacts, own: boolean): string | null {
  if (facts.authors === 1) return 'A text has at least one author.';
  if (facts.versions === 0) return null;
  if (!own) return 'After the first version, people can only leave by themselves.';
  if (facts.handedInByLeaver) return 'You have handed in a version of this.';
  return facts.reviewed ? 'Staff have already reviewed this.' : null;
}
