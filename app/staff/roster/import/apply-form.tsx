'use client';
import { useActionState } from 'react';
import { Button } from '../../../_components/button.tsx';
import { Notice } from '../../../_components/notice.tsx';
import { applyAction, dropAction } from './actions.ts';

type Props = {
  fingerprint: string;
  /** People who would be added or changed. */
  changes: number;
  added: number;
  missing: number;
  problems: number;
  mails: boolean;
};

const people = (count: number) => (count === 1 ? '1 person' : `${count} people`);

export function ApplyForm({ fingerprint, changes, added, missing, problems, mails }: Props) {
  const [refused, action, busy] = useActionState(applyAction, null);
  const mayDeactivate = missing > 0 && problems === 0;
  return (
    <section aria-labelledby="apply" className="border-l-2 border-accent pl-5">
      <h2 id="apply" className="mb-4 text-xl">
        Apply
      </h2>
      <form action={action} className="space-y-3">
        {refused && <Notice tone="bad" title={refused.problem} urgent />}
        <input type="hidden" name="fingerprint" value={fingerprint} />
        {problems > 0 && (
          <p className="text-ink-soft">
            Lines with a problem are left out, and nobody is deactivated for being missing.
          </p>
        )}
        {mayDeactivate && (
          <Tick name="deactivateMissing" label={`Deactivate ${people(missing)} missing from the file`} />
        )}
        {mails && added > 0 && (
          <Tick name="sendLinks" label={`Mail ${people(added)} a link to set a password`} checked />
        )}
        <div className="flex flex-wrap gap-2 pt-1">
          <Button type="submit" tone="primary" busy={busy} disabled={changes === 0 && !mayDeactivate}>
            {changes === 0 && !mayDeactivate ? 'Nothing to apply' : `Apply to ${people(changes)}`}
          </Button>
          <Button type="submit" formAction={dropAction}>
            Discard
          </Button>
        </div>
      </form>
    </section>
  );
}

function Tick({ name, label, checked = false }: { name: string; label: string; checked?: boolean }) {
  return (
    <label className="flex min-h-9 items-center gap-3 pointer-coarse:min-h-11">
      <input type="checkbox" name={name} defaultChecked={checked} className="size-5 shrink-0" />
      {label}
    </label>
  );
}
