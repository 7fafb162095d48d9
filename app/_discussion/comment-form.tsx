'use client';
import { useActionState } from 'react';
import type { Draft } from '#lib/drafts/core.ts';
import { Button } from '../_components/button.tsx';
import { controlClass, Field } from '../_components/field.tsx';
import { commentAction } from '../(course)/discussion/actions.ts';
import { PostField } from './text-field.tsx';

type Props = {
  writingId: string;
  back: string;
  fields: Readonly<Record<string, string>>;
  idempotencyKey: string;
  draft: Draft;
};

/** A comment on a piece of writing, or on one part of it. */
export function CommentForm({ writingId, back, fields, idempotencyKey, draft }: Props) {
  const [refused, action, busy] = useActionState(commentAction, null);
  const names = Object.entries(fields);
  return (
    <form action={action} className="space-y-4">
      <input type="hidden" name="writingId" value={writingId} />
      <input type="hidden" name="idempotencyKey" value={idempotencyKey} />
      <input type="hidden" name="back" value={back} />
      {names.length > 1 ? (
        <Field label="About">
          {(ids) => (
            <select {...ids} name="anchor" defaultValue={refused?.typed.anchor ?? ''} className={controlClass}>
              <option value="">The whole</option>
              {names.map(([name, label]) => (
                <option key={name} value={name}>
                  {label}
                </option>
              ))}
            </select>
          )}
        </Field>
      ) : (
        <input type="hidden" name="anchor" value="" />
      )}
      <PostField place={`review:${writingId}`} draft={draft} label="Your comment" error={refused?.problem} rows={4} />
      <Button type="submit" busy={busy}>
        Comment
      </Button>
    </form>
  );
}
