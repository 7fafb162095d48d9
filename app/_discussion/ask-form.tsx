'use client';
import { type ReactNode, useActionState } from 'react';
import type { Draft } from '#lib/drafts/core.ts';
import { Button } from '../_components/button.tsx';
import { askAboutRunAction } from '../(course)/discussion/actions.ts';
import { PostField } from './text-field.tsx';

type Props = {
  submissionId: string;
  idempotencyKey: string;
  label: string;
  draft: Draft;
  /** The field `curves`, filled by who knows them. */
  children?: ReactNode;
};

export function AskForm({ submissionId, idempotencyKey, label, draft, children }: Props) {
  const [refused, action, busy] = useActionState(askAboutRunAction, null);
  return (
    <form action={action} className="mt-4 max-w-measure space-y-4">
      <input type="hidden" name="submissionId" value={submissionId} />
      <input type="hidden" name="idempotencyKey" value={idempotencyKey} />
      {children ?? <input type="hidden" name="curves" value="" />}
      <PostField place={`run:${submissionId}`} draft={draft} label={label} error={refused?.problem} rows={5} />
      <Button type="submit" tone="primary" busy={busy}>
        Send
      </Button>
    </form>
  );
}
