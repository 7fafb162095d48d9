import { listExtensionRows } from '#db/queries/items.ts';
import {
  findOwnWritingId,
  insertWriting,
  insertWritingVersion,
  listAuthors,
  listFieldDrafts,
  listReviews,
  listVersions,
  lockWriting,
} from '#db/queries/writings.ts';
import { listTopics } from '#db/queries/written-items.ts';
import { can } from '#lib/auth/core.ts';
import type { Context } from '#lib/context.ts';
import { audit } from '#lib/course/audit.ts';
import { endDraft } from '#lib/drafts/server.ts';
import { Forbidden, InvalidInput } from '#lib/errors.ts';
import { notify } from '#lib/notices/server.ts';
import { paths } from '#lib/paths.ts';
import { draftPlace, type Fields, fieldProblems, type Problem, pickFields } from './core/fields.ts';
import { addRefusal, isLate, leaveRefusal, refusalText, submitRefusal, writingState } from './core/state.ts';
import { latestDates, namesHidden, type OwnWriting, type SubmitResult, type WrittenItem } from './core/view.ts';
import { checkPdf } from './pdf.ts';

/** Where the authors of an item read and write theirs. */
export const pageOf = ({ kind, slug }: Pick<WrittenItem, 'kind' | 'slug'>) =>
  kind === 'proposal' ? paths.proposals(slug) : paths.reflection(slug);

/**
 * The caller's own writing for an item: drafts, versions, what was said of them. Six queries at most.
 * A mark, points or their comment are left out until they are released.
 */
export async function getOwnWriting(ctx: Context, item: WrittenItem): Promise<OwnWriting> {
  const id = await findOwnWritingId(ctx.db, item.slug, ctx.user.id);
  const [authors, versions, reviews, drafts] = await Promise.all([
    id ? listAuthors(ctx.db, id) : [ctx.user],
    id ? listVersions(ctx.db, id) : [],
    id ? listReviews(ctx.db, id) : [],
    listFieldDrafts(ctx.db, ctx.user.id, item.slug),
  ]);
  const extensions = await listExtensionRows(
    ctx.db,
    item.slug,
    authors.map((author) => author.id),
  );
  const dates = latestDates(item, extensions);
  const facts = {
    scale: item.scale,
    dueAt: dates.dueAt,
    releasedAt: item.releasedAt,
    hasDraft: id !== null || drafts.some(({ text }) => text !== ''),
    firstSubmittedAt: versions.at(-1)?.submittedAt ?? null,
    submittedAt: versions[0]?.submittedAt ?? null,
    number: versions[0]?.number ?? null,
    review: reviews[0] ?? null,
  };
  const state = writingState(facts, 'author');
  const authorFacts = {
    versions: versions.length,
    reviewed: reviews.length > 0,
    authors: authors.length,
    handedInByLeaver: versions.some(({ submittedBy }) => submittedBy === ctx.user.id),
  };
  return {
    id,
    authors: authors.map(({ id, name }) => ({ id, name })),
    versions: versions.map(({ idempotencyKey: _key, submittedBy: _by, ...version }) => version),
    reviews: item.scale === 'decision' || item.releasedAt ? reviews.map(({ createdBy: _by, ...view }) => view) : [],
    drafts: Object.fromEntries(
      item.fields.flatMap(({ name }) => {
        const draft = drafts.find(({ place }) => place === draftPlace(item.slug, name));
        return draft ? [[name, { text: draft.text, revision: draft.revision, savedAt: draft.savedAt }]] : [];
      }),
    ),
    state,
    late: isLate(facts),
    dates,
    refusal: submitRefusal(dates, state, ctx.now),
    addRefusal: addRefusal(authorFacts, item.maxAuthors),
    leaveRefusal: leaveRefusal(authorFacts, true),
  };
}

export type SubmitInput = {
  fields: Fields;
  pdfId: string | null;
  /** Number of the version that the text was written on; 0 before the first. */
  baseNumber: number;
  idempotencyKey: string;
};

/**
 * Hands in a version. The same key is the same version, however often it is sent. It is late by the instant it arrives.
 * @throws Forbidden outside the dates, once it is accepted or its grade released, and for staff; InvalidInput
 */
export async function submitWriting(ctx: Context, item: WrittenItem, input: SubmitInput): Promise<SubmitResult> {
  if (!can.write(ctx.user)) throw new Forbidden('Only students hand in.');
  if (!/^[\w-]{8,100}$/.test(input.idempotencyKey))
    throw new InvalidInput('The form is incomplete.', 'Load the page again.');
  return ctx.db.transaction((tx) => accept({ ...ctx, db: tx }, item, input));
}

async function accept(ctx: Context, item: WrittenItem, input: SubmitInput): Promise<SubmitResult> {
  const id = await beginWriting(ctx, item.slug);
  await lockWriting(ctx.db, id);
  const known = (await listVersions(ctx.db, id)).find(({ idempotencyKey }) => idempotencyKey === input.idempotencyKey);
  const own = await getOwnWriting(ctx, item);
  if (known) return { status: 'submitted', number: known.number, late: own.late };
  if (own.refusal) throw new Forbidden(refusalText[own.refusal]);
  const [newest] = own.versions;
  if (newest && newest.number !== input.baseNumber) return { status: 'conflict', newest };
  const fields = pickFields(item.fields, input.fields);
  const problems = await problemsOf(ctx, item, { ...input, fields }, own);
  if (problems.length > 0) return { status: 'invalid', problems };
  const number = (newest?.number ?? 0) + 1;
  await insertWritingVersion(ctx.db, {
    writingId: id,
    number,
    fields,
    pdfId: input.pdfId,
    idempotencyKey: input.idempotencyKey,
    submittedAt: ctx.now,
    submittedBy: ctx.user.id,
  });
  // Of the item, not of the writing: who reads the log must not learn whose a text is while names are hidden.
  await audit(ctx.db, ctx, 'writing.submit', `item:${item.slug}`, { after: { number } });
  for (const { name } of item.fields) await endDraft(ctx, draftPlace(item.slug, name));
  await tellOthers(ctx, item, own, number);
  const first = own.versions.at(-1)?.submittedAt ?? ctx.now;
  const facts = { scale: item.scale, dueAt: own.dates.dueAt, firstSubmittedAt: first, submittedAt: ctx.now };
  return { status: 'submitted', number, late: isLate(facts) };
}

async function problemsOf(ctx: Context, item: WrittenItem, input: SubmitInput, own: OwnWriting): Promise<Problem[]> {
  const needsTopics = item.fields.some(({ kind }) => kind === 'topic');
  const topics = needsTopics ? await listTopics(ctx.db) : [];
  const problems = fieldProblems(item.fields, input.fields, topics);
  if (input.pdfId) {
    const problem = await checkPdf(ctx, item, input.pdfId, own.authors);
    if (problem) problems.push({ field: null, message: problem });
  }
  const [newest] = own.versions;
  const same = newest && item.fields.every(({ name }) => newest.fields[name] === input.fields[name]);
  if (problems.length === 0 && same && newest.pdfId === input.pdfId) {
    problems.push({ field: null, message: `Nothing is different from version ${newest.number}.` });
  }
  return problems;
}

/** Co-authors learn that there is a version; whoever asked for changes, that they were made. */
async function tellOthers(ctx: Context, item: WrittenItem, own: OwnWriting, number: number): Promise<void> {
  const kind = item.kind === 'proposal' ? 'proposal' : 'grade';
  const title = `Version ${number} of “${item.title}” was handed in`;
  await notify(
    ctx,
    { kind, title, href: pageOf(item) },
    own.authors.map(({ id }) => id),
  );
  if (own.state !== 'changes_asked' || !own.id) return;
  const [review] = await listReviews(ctx.db, own.id);
  if (!review) return;
  const href = item.kind === 'proposal' ? paths.staff.proposal(own.id) : paths.staff.gradeWritten(item.slug, own.id);
  const anonymous = namesHidden(item);
  await notify(ctx, { kind, title: `“${item.title}” was revised as you asked`, href, anonymous }, [review.createdBy]);
}

/** The caller's writing of an item, begun now where there was none. Inside a transaction. */
export async function beginWriting(ctx: Context, slug: string): Promise<string> {
  if (!can.write(ctx.user)) throw new Forbidden('Only students write this.');
  await lockWriting(ctx.db, `${slug}:${ctx.user.id}`);
  const known = await findOwnWritingId(ctx.db, slug, ctx.user.id);
  return known ?? insertWriting(ctx.db, slug, ctx.user.id, ctx.now);
}
