'use server';

import { z } from 'zod';
import type { CodeDraft, SaveCodeResult } from '#lib/assignments/core/drafts.ts';
import { getDraft, getDraftVersion, listDraftVersions, restoreDraft, saveDraft } from '#lib/assignments/server.ts';
import type { DraftVersion } from '#lib/drafts/core.ts';
import { actionContext } from '../../../session.ts';

const slug = z.string().max(64);
const revision = z.number().int().nonnegative();

export async function saveDraftAction(input: {
  slug: string;
  code: string;
  baseRevision: number;
}): Promise<SaveCodeResult> {
  const schema = z.object({ slug, code: z.string(), baseRevision: revision });
  return saveDraft(await actionContext(), schema.parse(input));
}

export async function getDraftAction(of: string): Promise<CodeDraft> {
  return getDraft(await actionContext(), slug.parse(of));
}

export async function listVersionsAction(of: string): Promise<DraftVersion[]> {
  return listDraftVersions(await actionContext(), slug.parse(of));
}

export async function readVersionAction(of: string, versionId: string): Promise<CodeDraft> {
  return getDraftVersion(await actionContext(), slug.parse(of), z.string().parse(versionId));
}

export async function restoreDraftAction(input: { slug: string; versionId: string; baseRevision: number }) {
  const schema = z.object({ slug, versionId: z.string(), baseRevision: revision });
  return restoreDraft(await actionContext(), schema.parse(input));
}
