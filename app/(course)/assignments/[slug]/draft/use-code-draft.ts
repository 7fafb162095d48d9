'use client';
import type { CodeDraft } from '#lib/assignments/core/drafts.ts';
import type { Draft } from '#lib/drafts/core.ts';
import { type DraftHandle, useDraft } from '../../../../_drafts/use-draft.ts';
import { saveDraftAction } from '../actions.ts';

const textOf = ({ code, revision, savedAt }: CodeDraft): Draft => ({ text: code, revision, savedAt });

/** The draft of an assignment's code: a draft like any other, which begins as the starter. */
export function useCodeDraft(of: { slug: string; scope: string; initial: CodeDraft }): DraftHandle {
  return useDraft({
    scope: of.scope,
    initial: textOf(of.initial),
    save: async (code, baseRevision) => {
      const result = await saveDraftAction({ slug: of.slug, code, baseRevision });
      return result.status === 'saved' ? result : { status: 'conflict', draft: textOf(result.draft) };
    },
  });
}
