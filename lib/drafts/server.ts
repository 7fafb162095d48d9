import {
  deleteDraft,
  deleteDraftVersions,
  findDraft,
  findDraftVersion,
  insertDraftVersion,
  listVersionsOfDraft,
  writeDraft,
} from '#db/queries/drafts.ts';
import type { Context } from '#lib/context.ts';
import { InvalidInput, NotFound, TooLarge } from '#lib/errors.ts';
import {
  type Draft,
  type DraftVersion,
  draftPlaceSchema,
  maxDraftBytes,
  type SaveResult,
  versionsToDrop,
} from './core.ts';

// Everybody reads and writes their own drafts only: each query names the caller.

/** The caller's draft of a place; null before the first save. */
export async function findOwnDraft(ctx: Context, place: string): Promise<Draft | null> {
  return findDraft(ctx.db, ctx.user.id, place);
}

export type SaveDraftInput = {
  place: string;
  text: string;
  /** The revision the caller began from: 0 before the first save, later what the last save told. */
  baseRevision: number;
};

/**
 * Saves the caller's draft, unless it was saved elsewhere since `baseRevision`: then nothing is written, and what was
 * saved comes back. Saving the same text again is no conflict: the first answer may have been lost on its way.
 * @throws TooLarge, InvalidInput
 */
export async function saveDraft(ctx: Context, input: SaveDraftInput): Promise<SaveResult> {
  check(input);
  return ctx.db.transaction((tx) => save({ ...ctx, db: tx }, input));
}

async function save(ctx: Context, { place, text, baseRevision }: SaveDraftInput): Promise<SaveResult> {
  const current = await findOwnDraft(ctx, place);
  if (current?.savedAt && current.text === text) {
    return { status: 'saved', revision: current.revision, savedAt: current.savedAt };
  }
  const row = { userId: ctx.user.id, place, text, revision: baseRevision + 1, savedAt: ctx.now };
  if ((current?.revision ?? 0) !== baseRevision || !(await writeDraft(ctx.db, row))) {
    return { status: 'conflict', draft: (await findOwnDraft(ctx, place)) ?? { text: '', revision: 0, savedAt: null } };
  }
  await insertDraftVersion(ctx.db, row);
  const versions = await listVersionsOfDraft(ctx.db, ctx.user.id, place);
  await deleteDraftVersions(
    ctx.db,
    versionsToDrop(versions, ctx.now).map((version) => version.id),
  );
  return { status: 'saved', revision: row.revision, savedAt: row.savedAt };
}

/** What was written became something else, a post or a submission: the working copy goes, its versions stay. */
export async function endDraft(ctx: Context, place: string): Promise<void> {
  await deleteDraft(ctx.db, ctx.user.id, place);
}

/** What the caller's draft was earlier, newest first; the first is what it is now. */
export async function listDraftVersions(ctx: Context, place: string): Promise<DraftVersion[]> {
  return listVersionsOfDraft(ctx.db, ctx.user.id, place);
}

/** @throws NotFound */
export async function getDraftVersion(ctx: Context, place: string, versionId: string): Promise<Draft> {
  const version = isId(versionId) ? await findDraftVersion(ctx.db, ctx.user.id, place, versionId) : null;
  if (!version) throw new NotFound('This version of the draft');
  return version;
}

function check({ place, text, baseRevision }: SaveDraftInput): void {
  if (!draftPlaceSchema.safeParse(place).success) throw new InvalidInput('This is no place for a draft.');
  if (Buffer.byteLength(text) > maxDraftBytes) throw new TooLarge('The text', `${maxDraftBytes / 1024} kB`);
  if (text.includes('\0')) throw new InvalidInput('The text holds a null character.', 'Delete it and save again.');
  if (!Number.isSafeInteger(baseRevision) || baseRevision < 0) {
    throw new InvalidInput('The revision is not a whole number.');
  }
}

const isId = (id: string) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id);
