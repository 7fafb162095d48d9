'use server';
import { z } from 'zod';
import type { SaveResult } from '#lib/drafts/core.ts';
import { saveDraft } from '#lib/drafts/server.ts';
import { actionContext } from '../session.ts';

const draftSchema = z.object({ place: z.string(), text: z.string(), baseRevision: z.number().int().nonnegative() });

/** Saves the caller's own draft of a place. */
export async function saveTextAction(input: z.input<typeof draftSchema>): Promise<SaveResult> {
  return saveDraft(await actionContext(), draftSchema.parse(input));
}
