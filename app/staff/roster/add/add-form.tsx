'use client';
import { useActionState } from 'react';
import { Button } from '../../../_components/button.tsx';
import { TextField } from '../../../_components/field.tsx';
import { Notice } from '../../../_components/notice.tsx';
import { HandedLink } from '../handed-link.tsx';
import { PersonFields } from '../person-fields.tsx';
import { addAction } from './actions.ts';

const nobody = { email: '', name: '', role: 'student', sectionId: '' } as const;

export function AddForm({ sections, mails }: { sections: { id: string; name: string }[]; mails: boolean }) {
  const [state, action, busy] = useActionState(addAction, { kind: 'new', count: 0 });
  const draft = state.kind === 'refused' ? state.draft : nobody;
  return (
    <div className="space-y-8">
      {state.kind === 'added' && (
        <Notice tone="good" title={`${state.name} was added`} urgent>
          {state.link === null ? (
            <p>A mail with a link to set a password is on its way to {state.email}.</p>
          ) : (
            <HandedLink
              label="Link to set a password"
              link={state.link}
              hint="Hand it out: it works once, for a week, and is shown this once."
            />
          )}
        </Notice>
      )}
      {/* Anew after each person: what was typed for the last one must not stay for the next. */}
      <form action={action} key={state.count} className="space-y-5">
        {state.kind === 'refused' && <Notice tone="bad" title={state.problem} urgent />}
        <TextField
          label="E-mail"
          name="email"
          type="email"
          defaultValue={draft.email}
          maxLength={254}
          required
          autoComplete="off"
          spellCheck={false}
        />
        <PersonFields draft={draft} sections={sections} />
        {mails && (
          <label className="flex min-h-9 items-center gap-3">
            <input type="checkbox" name="mail" defaultChecked className="size-5" />
            Mail a link to set a password
          </label>
        )}
        <Button type="submit" tone="primary" busy={busy}>
          Add
        </Button>
      </form>
    </div>
  );
}
