import type { Draft } from '#lib/drafts/core.ts';
import { Editor } from '../_writing/editor.tsx';

type Props = {
  /** Where its draft is kept. */
  place: string;
  draft: Draft;
  label: string;
  rows?: number;
  error?: string | undefined;
};

/** Where a post is written: a field called `body`. */
export function PostField({ place, draft, label, rows = 6, error }: Props) {
  return <Editor place={place} name="body" label={label} initial={draft} minRows={rows} required error={error} />;
}
