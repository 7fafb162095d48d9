'use client';
import { useActionState } from 'react';
import { Button } from '../_components/button.tsx';
import { editPostAction } from '../(course)/discussion/actions.ts';
import { PostField } from './text-field.tsx';

type Props = { postId: string; body: string; seen: string; back: string };

/** Changes one's own post; its earlier wording stays readable for oneself and staff. */
export function EditForm({ postId, body, seen, back }: Props) {
  const [refused, action, busy] = useActionState(editPostAction, null);
  return (
    <form action={action} className="mt-3 space-y-3">
      <input type="hidden" name="postId" value={postId} />
      <input type="hidden" name="seen" value={seen} />
      <input type="hidden" name="back" value={back} />
      <PostField
        place={`edit:${postId}`}
        draft={{ text: body, revision: 0, savedAt: null }}
        label="What it should say"
        error={refused?.problem}
      />
      <p className="text-sm text-ink-soft">You and staff can still read what it said before.</p>
      <Button type="submit" tone="primary" size="sm" busy={busy}>
        Save changes
      </Button>
    </form>
  );
}
