import type { Draft } from '#lib/drafts/core.ts';
import type { Dates, Definition } from './definition.ts';
import type { Fields, Problem } from './fields.ts';
import type { Scores, Verdict } from './score.ts';
import type { Refusal, WritingState } from './state.ts';

/** What pages get. */

export type WrittenItem = Omit<Definition, 'reading'> &
  Dates & { slug: string; releasedAt: Date | null; revision: number };

export type Author = { id: string; name: string };

export type VersionView = {
  id: string;
  number: number;
  fields: Fields;
  pdfId: string | null;
  submittedAt: Date;
  /** Null where names are hidden. */
  by: string | null;
};

export type ReviewView = Verdict & {
  id: string;
  /** Of the version it is about. */
  number: number;
  criteria: Scores;
  comment: string;
  createdAt: Date;
  by: string;
};

/** A person's own writing for an item, with what they may know of it. */
export type OwnWriting = {
  /** Null before anything was begun. */
  id: string | null;
  authors: Author[];
  /** Newest first, as the reviews. */
  versions: VersionView[];
  /** The one that speaks first. Marks and points only once they are released. */
  reviews: ReviewView[];
  /** By name of field. */
  drafts: Record<string, Draft>;
  state: WritingState;
  late: boolean;
  dates: Dates;
  refusal: Refusal | null;
  addRefusal: string | null;
  leaveRefusal: string | null;
};

/** `conflict`: a co-author handed in since; nothing was written, and `newest` is theirs. */
export type SubmitResult =
  | { status: 'submitted'; number: number; late: boolean }
  | { status: 'invalid'; problems: Problem[] }
  | { status: 'conflict'; newest: VersionView };

/** The latest dates that any of the authors has: who has more time does not lose it by writing with others. */
export function latestDates(
  item: Dates,
  extensions: readonly { userId: string; dueAt: Date; closesAt: Date }[],
  authors: readonly { id: string }[],
): Dates {
  const each = authors.map(({ id }) => extensions.find(({ userId }) => userId === id) ?? item);
  if (each.length === 0) return { opensAt: item.opensAt, dueAt: item.dueAt, closesAt: item.closesAt };
  const latest = (dates: Date[]) => new Date(Math.max(...dates.map((date) => date.getTime())));
  return {
    opensAt: item.opensAt,
    dueAt: latest(each.map(({ dueAt }) => dueAt)),
    closesAt: latest(each.map(({ closesAt }) => closesAt)),
  };
}

/** Whether graders do not see who wrote. */
export const namesHidden = (item: Pick<WrittenItem, 'hideNames' | 'releasedAt'>) =>
  item.hideNames && item.releasedAt === null;
