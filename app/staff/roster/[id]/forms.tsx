'use client';
import { type ReactNode, useActionState, useId } from 'react';
import { Button } from '../../../_components/button.tsx';
import { Notice } from '../../../_components/notice.tsx';
import { HandedLink } from '../handed-link.tsx';
import { type PersonDraft, PersonFields } from '../person-fields.tsx';
import { accessAction, changeAction, passwordAction } from './actions.ts';

type ChangeProps = { id: string; draft: PersonDraft; sections: { id: string; name: string }[] };

export function ChangeForm({ id, draft, sections }: ChangeProps) {
  const [state, action, busy] = useActionState(changeAction, null);
  return (
    <Part title="Change">
      <form action={action} className="space-y-5">
        {state && 'problem' in state && <Notice tone="bad" title={state.problem} urgent />}
        {state && 'done' in state && <Notice tone="good" title={state.done} urgent />}
        <input type="hidden" name="id" value={id} />
        <input type="hidden" name="seenName" value={draft.name} />
        <input type="hidden" name="seenRole" value={draft.role} />
        <input type="hidden" name="seenSectionId" value={draft.sectionId} />
        <PersonFields
          key={JSON.stringify(draft)}
          draft={(state && 'draft' in state && state.draft) || draft}
          sections={sections}
        />
        <p className="text-sm text-ink-soft">A new role signs the person out: with the next sign-in they have it.</p>
        <Button type="submit" tone="primary" busy={busy}>
          Save
        </Button>
      </form>
    </Part>
  );
}

export function PasswordForm({ id, email, mails }: { id: string; email: string; mails: boolean }) {
  const [state, action, busy] = useActionState(passwordAction, null);
  return (
    <Part title="Password">
      <form action={action} className="space-y-4">
        {state && 'problem' in state && <Notice tone="bad" title={state.problem} urgent />}
        {state && 'done' in state && <Notice tone="good" title={state.done} urgent />}
        {state && 'link' in state && (
          <HandedLink
            label="Link to set a password"
            link={state.link}
            hint="Hand it out: it works once, for a week, and is shown this once. Links made earlier no longer work."
          />
        )}
        <input type="hidden" name="id" value={id} />
        <p className="text-ink-soft">
          Who forgot their password sets a new one with a one-time link. Setting it ends their sessions.
        </p>
        <div className="flex flex-wrap gap-2">
          {mails && (
            <Button type="submit" name="way" value="mail" busy={busy}>
              Mail a link to {email}
            </Button>
          )}
          <Button type="submit" name="way" value="show" busy={busy}>
            Make a link to hand out
          </Button>
        </div>
      </form>
    </Part>
  );
}

export function AccessForm({ id, isActive }: { id: string; isActive: boolean }) {
  const [state, action, busy] = useActionState(accessAction, null);
  return (
    <Part title={isActive ? 'Deactivate' : 'Reactivate'}>
      <form action={action} className="space-y-4">
        {state && 'problem' in state && <Notice tone="bad" title={state.problem} urgent />}
        <input type="hidden" name="id" value={id} />
        <p className="text-ink-soft">
          {isActive
            ? 'Ends the person’s access at once, on every device. Their work and grades stay, and you can bring them back.'
            : 'Gives the person their access back, with the password they had.'}
        </p>
        <Button
          type="submit"
          name="to"
          value={isActive ? 'end' : 'begin'}
          tone={isActive ? 'danger' : 'plain'}
          busy={busy}
        >
          {isActive ? 'Deactivate' : 'Reactivate'}
        </Button>
      </form>
    </Part>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  const id = useId();
  return (
    <section aria-labelledby={id}>
      <h2 id={id} className="mb-4 text-xl">
        {title}
      </h2>
      {children}
    </section>
  );
}
