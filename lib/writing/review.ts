import {
  findVersion,
  findWritingSlug,
  type HandedInRow,
  insertReview,
  listHandedIn,
} from '#db/queries/writing-reviews.ts';
import { listAuthors, listReviews, listVersions, lockWriting, type ReviewRow } from '#db/queries/writings.ts';
import { findWrittenItem } from '#db/queries/written-items.ts';
import { can } from '#lib/auth/core.ts';
import type { Context } from '#lib/context.ts';
import { audit } from '#lib/course/audit.ts';
import { Conflict, Forbidden, InvalidInput, NotFound } from '#lib/errors.ts';
import { notify } from '#lib/notices/server.ts';
import { isId } from './core/id.ts';
import { gradingOrder } from './core/order.ts';
import { pointsOfCriteria, type Scores, type Verdict, verdictProblem } from './core/score.ts';
import { isLate, type WritingState, writingState } from './core/state.ts';
import { type Author, namesHidden, type ReviewView, type VersionView, type WrittenItem } from './core/view.ts';
import { getItem } from './items.ts';
import { pageOf } from './server.ts';

/** What was handed in, as staff see it in a list. */
export type HandedIn = {
  id: string;
  slug: string;
  /** Null while names are hidden. */
  authors: Author[] | null;
  versionId: string;
  number: number;
  fields: Record<string, string>;
  /** Null while names are hidden: when it came says who it was to whoever watches. */
  submittedAt: Date | null;
  late: boolean;
  state: WritingState;
  /** Its newest version has no review. */
  waits: boolean;
  review: HandedInRow['review'];
};

/**
 * What was handed in for an item. Written items come in an order that is random, yet stays, and is the caller's own;
 * proposals as they were handed in. One query.
 */
export async function listForReview(ctx: Context, item: WrittenItem): Promise<HandedIn[]> {
  if (!can.reviewWriting(ctx.user)) throw new Forbidden('This is for staff.');
  const rows = (await listHandedIn(ctx.db, { slug: item.slug })).map((row) => handedInOf(row, item));
  return item.kind === 'proposal' ? rows : gradingOrder(rows, `${item.slug}:${ctx.user.id}`);
}

function handedInOf(row: HandedInRow, item: WrittenItem): HandedIn {
  const hidden = namesHidden(item);
  const facts = { ...row, scale: item.scale, releasedAt: item.releasedAt, hasDraft: false };
  return {
    id: row.id,
    slug: row.slug,
    authors: hidden ? null : row.authors,
    versionId: row.versionId,
    number: row.number,
    fields: row.fields,
    submittedAt: hidden ? null : row.submittedAt,
    late: isLate(facts),
    state: writingState(facts, 'staff'),
    waits: row.review === null || row.review.number < row.number,
    review: row.review,
  };
}

export type ForReview = {
  item: WrittenItem;
  authors: Author[] | null;
  /** Newest first, as the reviews; without who and when while names are hidden. */
  versions: (Omit<VersionView, 'submittedAt'> & { submittedAt: Date | null })[];
  reviews: ReviewView[];
};

/** One writing with its versions and reviews. @throws Forbidden, NotFound also where nothing was handed in */
export async function getForReview(ctx: Context, id: string): Promise<ForReview> {
  if (!can.reviewWriting(ctx.user)) throw new Forbidden('This is for staff.');
  const slug = isId(id) ? await findWritingSlug(ctx.db, id) : null;
  if (!slug) throw new NotFound('This text');
  const [item, authors, versions, reviews] = await Promise.all([
    getItem(ctx, slug),
    listAuthors(ctx.db, id),
    listVersions(ctx.db, id),
    listReviews(ctx.db, id),
  ]);
  if (versions.length === 0) throw new NotFound('This text');
  const hidden = namesHidden(item);
  return {
    item,
    authors: hidden ? null : authors,
    versions: versions.map(({ id, number, fields, pdfId, submittedAt, by }) => ({
      ...{ id, number, fields, pdfId },
      submittedAt: hidden ? null : submittedAt,
      by: hidden ? null : by,
    })),
    reviews: reviews.map(viewOf),
  };
}

const viewOf = ({ createdBy: _by, ...review }: ReviewRow): ReviewView => review;

export type ReviewInput = Verdict & {
  versionId: string;
  /** The review that spoke when the reviewer began; null where there was none. */
  baseReviewId: string | null;
  criteria: Scores;
  comment: string;
};

/**
 * Says what a version is worth. A decision reaches its authors at once; a mark or points do when the item is released,
 * and at once after that. Criteria with points make the sum.
 * @throws Forbidden, NotFound, InvalidInput; Conflict where a newer version or somebody else's review came meanwhile
 */
export async function reviewWriting(ctx: Context, input: ReviewInput): Promise<void> {
  if (!can.reviewWriting(ctx.user)) throw new Forbidden('Only staff review.');
  const version = isId(input.versionId) ? await findVersion(ctx.db, input.versionId) : null;
  if (!version) throw new NotFound('This version');
  await ctx.db.transaction(async (tx) => {
    await lockWriting(tx, version.writingId);
    await save({ ...ctx, db: tx }, input, version.writingId);
  });
}

async function save(ctx: Context, input: ReviewInput, writingId: string): Promise<void> {
  const version = await findVersion(ctx.db, input.versionId);
  const item = version && (await findWrittenItem(ctx.db, version.slug));
  if (!item) throw new NotFound('This version');
  if (version.number < version.newest) {
    throw new Conflict(
      `Version ${version.newest} was handed in meanwhile.`,
      'Load the page to read it; your comment stays.',
    );
  }
  const [before] = await listReviews(ctx.db, writingId);
  if ((before?.id ?? null) !== input.baseReviewId) {
    throw new Conflict(
      `${before?.by ?? 'Somebody'} reviewed this meanwhile.`,
      'Load the page to see it; your comment stays.',
    );
  }
  const verdict = verdictOf(item, input);
  const problem = verdictProblem(item, verdict, input.criteria, input.comment);
  if (problem) throw new InvalidInput(problem);
  const criteria = Object.fromEntries(
    item.criteria.flatMap(({ name }) => {
      const score = input.criteria[name];
      return score === undefined ? [] : [[name, score]];
    }),
  );
  const said = { ...verdict, criteria, comment: input.comment.trim() };
  const row = { ...said, versionId: input.versionId, createdAt: ctx.now, createdBy: ctx.user.id };
  await insertReview(ctx.db, row);
  const after = { slug: item.slug, version: version.number, ...verdict };
  const earlier = before && { decision: before.decision, mark: before.mark, points: before.points };
  await audit(ctx.db, ctx, 'writing.review', writingId, { ...(earlier ? { before: earlier } : {}), after });
  await tellAuthors(ctx, item, writingId, verdict);
}

/** Only what the scale asks for; the points of criteria, where they have some. */
function verdictOf({ scale, criteria }: WrittenItem, input: ReviewInput): Verdict {
  return {
    decision: scale === 'decision' ? input.decision : null,
    mark: scale === 'check' ? input.mark : null,
    points: scale === 'points' ? (pointsOfCriteria(criteria, input.criteria) ?? input.points) : null,
  };
}

async function tellAuthors(ctx: Context, item: WrittenItem, writingId: string, verdict: Verdict): Promise<void> {
  if (!verdict.decision && !item.releasedAt) return;
  const title =
    verdict.decision === 'accepted'
      ? `“${item.title}” was accepted`
      : verdict.decision
        ? `Changes are asked for in “${item.title}”`
        : `Your grade for “${item.title}” is there`;
  const kind = verdict.decision ? 'proposal' : 'grade';
  const authors = await listAuthors(ctx.db, writingId);
  await notify(
    ctx,
    { kind, title, href: pageOf(item) },
    authors.map(({ id }) => id),
  );
}
