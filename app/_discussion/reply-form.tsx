'use client';
import { useActionState } from 'react';
import type { Draft } from '#lib/drafts/core.ts';
import { Button } from '../_components/button.tsx';
import { replyAction } from '../(course)/discussion/actions.ts';
import { AnonymousChoice } from './anonymous-choice.tsx';
import { PostField } from './text-field.tsx';

type Props = {
  threadId: string;
  /** Fresh for each page, so that a press that arrives twice is one post. */
  idempotencyKey: string;
  back: string;
  draft: Draft;
  anonymity: 'choice' | 'always' | 'none';
};

export function ReplyForm({ threadId, idempotencyKey, back, draft, anonymity }: Props) {
  const [refused, action, busy] = useActionState(replyAction, null);
  return (
    <form action={action} className="space-y-4">
      <input type="hidden" name="threadId" value={threadId} />
      <input type="hidden" name="idempotencyKey" value={idempotencyKey} />
      <input type="hidden" name="back" value={back} />
      <PostField place={`post:${threadId}`} draft={draft} label="Your reply" error={refused?.problem} />
      {anonymity === 'choice' && <AnonymousChoice checked={refused?.typed.anonymous === 'on'} />}
      {anonymity === 'always' && (
        <p className="text-sm text-ink-soft">
          In this thread you are anonymous to classmates, whatever you write. Staff can see your name.
        </p>
      )}
      <Button type="submit" tone="primary" busy={busy}>
        Post reply
      </Button>
    </form>
  );
}
