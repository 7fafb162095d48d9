import {
  deleteDraftVersions,
  findDraft,
  findDraftVersion,
  findNewestVersion,
  insertDraftVersion,
  listVersionsOfDraft,
  writeDraft,
} from '#db/queries/assignments.ts';
import type { Context } from '#lib/context.ts';
import { InvalidInput, NotFound, TooLarge } from '#lib/errors.ts';
import { type Draft, type DraftVersion, maxDraftBytes, type SaveResult, versionsToDrop } from './core/drafts.ts';

// Everybody reads and writes their own drafts only: each query names the caller.

/** The caller's draft; the starter, at revision 0, before the first save. @throws NotFound */
export async function getDraft(ctx: Context, slug: string): Promise<Draft> {
  const draft = await findDraft(ctx.db, ctx.user.id, slug);
  if (draft) return draft;
  const assignment = await findNewestVersion(ctx.db, ctx.user.id, slug);
  if (!assignment) throw new NotFound('This assignment');
  return { code: assignment.starter, revision: 0, savedAt: null };
}

export type SaveDraftInput = {
  slug: string;
  code: string;
  /** The revision the caller began from: what `getDraft` or the last save told. */
  baseRevision: number;
};

/**
 * Saves the caller's draft, unless it was saved elsewhere since `baseRevision`: then nothing is written, and what was
 * saved comes back. Saving the same text again is no conflict: the first answer may have been lost on its way.
 * @throws NotFound, TooLarge, InvalidInput
 */
export async function saveDraft(ctx: Context, input: SaveDraftInput): Promise<SaveResult> {
  checkCode(input.code);
  if (!Number.isSafeInteger(input.baseRevision) || input.baseRevision < 0) {
    throw new InvalidInput('The revision is not a whole number.');
  }
  return ctx.db.transaction((tx) => save({ ...ctx, db: tx }, input));
}

async function save(ctx: Context, { slug, code, baseRevision }: SaveDraftInput): Promise<SaveResult> {
  const current = await getDraft(ctx, slug);
  if (current.savedAt && current.code === code) {
    return { status: 'saved', revision: current.revision, savedAt: current.savedAt };
  }
  const row = { userId: ctx.user.id, slug, code, revision: baseRevision + 1, savedAt: ctx.now };
  if (current.revision !== baseRevision || !(await writeDraft(ctx.db, row))) {
    return { status: 'conflict', draft: await getDraft(ctx, slug) };
  }
  await insertDraftVersion(ctx.db, row);
  const versions = await listVersionsOfDraft(ctx.db, ctx.user.id, slug);
  const dropped = versionsToDrop(versions, ctx.now).map((version) => version.id);
  await deleteDraftVersions(ctx.db, dropped);
  return { status: 'saved', revision: row.revision, savedAt: row.savedAt };
}

/** What the caller's draft was earlier, newest first; the first is what it is now. */
export async function listDraftVersions(ctx: Context, slug: string): Promise<DraftVersion[]> {
  return listVersionsOfDraft(ctx.db, ctx.user.id, slug);
}

/** @throws NotFound */
export async function getDraftVersion(ctx: Context, slug: string, versionId: string): Promise<Draft> {
  const version = isId(versionId) ? await findDraftVersion(ctx.db, ctx.user.id, slug, versionId) : null;
  if (!version) throw new NotFound('This version of the draft');
  return version;
}

/** Saves an earlier version as the newest: what was there until now stays among the versions. @throws NotFound */
export async function restoreDraft(
  ctx: Context,
  input: { slug: string; versionId: string; baseRevision: number },
): Promise<SaveResult & { code: string }> {
  const { code } = await getDraftVersion(ctx, input.slug, input.versionId);
  const result = await saveDraft(ctx, { slug: input.slug, code, baseRevision: input.baseRevision });
  return { ...result, code };
}

function checkCode(code: string): void {
  if (Buffer.byteLength(code) > maxDraftBytes) throw new TooLarge('The code', '64 kB');
  if (code.includes('\0')) throw new InvalidInput('The code holds a null character.', 'Delete it and save again.');
}

const isId = (id: string) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id);
