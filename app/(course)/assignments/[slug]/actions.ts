'use server';

import { z } from 'zod';
import type { CodeDraft, SaveCodeResult } from '#lib/assignments/core/drafts.ts';
import { getDraftVersion, listDraftVersions, saveDraft } from '#lib/assignments/server.ts';
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

export async function listVersionsAction(of: string): Promise<DraftVersion[]> {
  return listDraftVersions(await actionContext(), slug.parse(of));
}

export async function readVersionAction(of: string, versionId: string): Promise<CodeDraft> {
  return getDraftVersion(await actionContext(), slug.parse(of), z.string().parse(versionId));
}
