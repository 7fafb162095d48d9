'use client';
import { useActionState } from 'react';
import type { TopicChoice } from '#lib/discussion/core/topic.ts';
import { maxTitleLength } from '#lib/discussion/core.ts';
import type { Draft } from '#lib/drafts/core.ts';
import { Button } from '../_components/button.tsx';
import { CheckField, TextField } from '../_components/field.tsx';
import { Notice } from '../_components/notice.tsx';
import { startThreadAction } from '../(course)/discussion/actions.ts';
import { AnonymousChoice } from './anonymous-choice.tsx';
import { PostField } from './text-field.tsx';
import { TopicSelect } from './topic-select.tsx';

type Props = {
  kind: 'discussion' | 'announcement';
  topic: string;
  topics: TopicChoice[];
  idempotencyKey: string;
  mayBeAnonymous: boolean;
  draft: Draft;
};

export function StartForm({ kind, topic, topics, idempotencyKey, mayBeAnonymous, draft }: Props) {
  const [refused, action, busy] = useActionState(startThreadAction, null);
  const typed = refused?.typed ?? {};
  return (
    <form action={action} className="space-y-5">
      <input type="hidden" name="kind" value={kind} />
      <input type="hidden" name="idempotencyKey" value={idempotencyKey} />
      {refused && (
        <Notice tone="bad" title="It was not posted" urgent>
          {refused.problem}
        </Notice>
      )}
      <TextField
        name="title"
        label="Title"
        hint={kind === 'announcement' ? undefined : 'The question in one line.'}
        maxLength={maxTitleLength}
        required
        dir="auto"
        defaultValue={typed.title}
        key={typed.title}
      />
      <TopicSelect label="Topic" chosen={typed.topic ?? topic} topics={topics} />
      <PostField place="thread:new" draft={draft} label="Text" rows={10} />
      {mayBeAnonymous && <AnonymousChoice checked={typed.anonymous === 'on'} />}
      <StaffOnlyChoice checked={typed.staffOnly === 'on'} isStaff={!mayBeAnonymous} />
      <Button type="submit" tone="primary" busy={busy}>
        {kind === 'announcement' ? 'Announce' : 'Post'}
      </Button>
    </form>
  );
}

function StaffOnlyChoice({ checked, isStaff }: { checked: boolean; isStaff: boolean }) {
  const hint = isStaff ? 'Students do not see it.' : 'Only you and staff see it.';
  return <CheckField label="For staff only" hint={hint} name="staffOnly" checked={checked} />;
}
