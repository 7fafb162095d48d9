import { findNewestVersion } from '#db/queries/assignments.ts';
import type { Context } from '#lib/context.ts';
import type { Draft, DraftVersion } from '#lib/drafts/core.ts';
import * as drafts from '#lib/drafts/server.ts';
import { NotFound } from '#lib/errors.ts';
import { codeTooLarge, maxCodeBytes } from '#lib/grading/submission.ts';
import type { CodeDraft, SaveCodeResult } from './core/drafts.ts';

// The draft of an assignment's code is a draft like any other, which begins as the starter.

const placeOf = (slug: string) => `assignment:${slug}`;

/** The caller's draft; the starter, at revision 0, before the first save. @throws NotFound */
export async function getDraft(ctx: Context, slug: string): Promise<CodeDraft> {
  const draft = await drafts.findOwnDraft(ctx, placeOf(slug));
  return draft ? codeOf(draft) : { code: await getStarter(ctx, slug), revision: 0, savedAt: null };
}

async function getStarter(ctx: Context, slug: string): Promise<string> {
  const assignment = await findNewestVersion(ctx.db, ctx.user.id, slug);
  if (!assignment) throw new NotFound('This assignment');
  return assignment.starter;
}

export type SaveDraftInput = {
  slug: string;
  code: string;
  /** The revision the caller began from: what `getDraft` or the last save told. */
  baseRevision: number;
};

/** As `saveDraft` of all drafts. @throws NotFound, TooLarge, InvalidInput */
export async function saveDraft(ctx: Context, { slug, code, baseRevision }: SaveDraftInput): Promise<SaveCodeResult> {
  if (Buffer.byteLength(code) > maxCodeBytes) throw codeTooLarge();
  // Whoever has saved before has seen the assignment: only a first save asks whether there is one.
  if (baseRevision === 0) await getStarter(ctx, slug);
  const result = await drafts.saveDraft(ctx, { place: placeOf(slug), text: code, baseRevision });
  return result.status === 'saved' ? result : { status: 'conflict', draft: await getDraft(ctx, slug) };
}

/** What the caller's draft was earlier, newest first; the first is what it is now. */
export async function listDraftVersions(ctx: Context, slug: string): Promise<DraftVersion[]> {
  return drafts.listDraftVersions(ctx, placeOf(slug));
}

/** @throws NotFound */
export async function getDraftVersion(ctx: Context, slug: string, versionId: string): Promise<CodeDraft> {
  return codeOf(await drafts.getDraftVersion(ctx, placeOf(slug), versionId));
}

const codeOf = ({ text, revision, savedAt }: Draft): CodeDraft => ({ code: text, revision, savedAt });
