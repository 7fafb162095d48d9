import {
  findNewestVersion,
  findVisibleSplit,
  listNewestVersions,
  type NewestVersion,
} from '#db/queries/assignments.ts';
import type { Context } from '#lib/context.ts';
import { NotFound } from '#lib/errors.ts';
import { isSlug } from '#lib/items/core.ts';
import { totalPoints } from './core/manifest.ts';
import { effectivePolicy } from './core/policy.ts';
import type { AssignmentDetail, AssignmentView } from './core/view.ts';

// Whoever has signed in may read every assignment; a `Context` is proof of that.

export { getDraft, getDraftVersion, listDraftVersions, saveDraft } from './drafts.ts';

/** All assignments with what applies to the caller, by due date. One query. */
export async function listAssignments(ctx: Context): Promise<AssignmentView[]> {
  const rows = await listNewestVersions(ctx.db, ctx.user.id);
  return rows
    .map((row) => viewOf(row, ctx.now))
    .toSorted((a, b) => a.policy.dueAt.getTime() - b.policy.dueAt.getTime() || (a.slug < b.slug ? -1 : 1));
}

/** One assignment with its texts. @throws NotFound */
export async function getAssignment(ctx: Context, slug: string): Promise<AssignmentDetail> {
  const row = isSlug(slug) ? await findNewestVersion(ctx.db, ctx.user.id, slug) : null;
  if (!row) throw new NotFound('This assignment');
  return { ...viewOf(row, ctx.now), prompt: row.prompt, starter: row.starter };
}

function viewOf(row: NewestVersion, now: Date): AssignmentView {
  const { slug, versionId, version, manifest, extension, attemptsUsed } = row;
  const policy = effectivePolicy({ manifest, dates: row, extension, attemptsUsed }, now);
  return { slug, versionId, version, manifest, maxPoints: totalPoints(manifest), policy };
}

/** A split as it lies: gzip of safetensors with `x` and `y`; `sha256` is that of the unpacked file. */
export type VisibleSplit = { gzip: Uint8Array; sha256: string; rows: number };

/** @throws NotFound for an unknown assignment, and for any split but train and validation, whoever asks */
export async function readVisibleSplit(ctx: Context, slug: string, split: string): Promise<VisibleSplit> {
  const found = isSlug(slug) && isVisible(split) ? await findVisibleSplit(ctx.db, slug, split) : null;
  if (!found) throw new NotFound('This data');
  return found;
}

const isVisible = (split: string) => split === 'train' || split === 'validation';
