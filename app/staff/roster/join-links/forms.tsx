'use client';
import { useActionState } from 'react';
import { codeLifetimes } from '#lib/roster/core/codes.ts';
import { Button } from '../../../_components/button.tsx';
import { controlClass, Field } from '../../../_components/field.tsx';
import { Notice } from '../../../_components/notice.tsx';
import { SectionField } from '../person-fields.tsx';
import { createCodeAction, revokeCodeAction } from './actions.ts';

const days = (count: number) => (count === 1 ? '1 day' : `${count} days`);

export function NewCode({ sections }: { sections: { id: string; name: string }[] }) {
  const [refused, action, busy] = useActionState(createCodeAction, null);
  return (
    <section aria-labelledby="new">
      <h2 id="new" className="mb-4 text-xl">
        New join link
      </h2>
      <form action={action} className="space-y-5">
        {refused && <Notice tone="bad" title={refused.problem} urgent />}
        <Field label="Works for">
          {(ids) => (
            <select {...ids} name="days" defaultValue={14} className={controlClass}>
              {codeLifetimes.map((count) => (
                <option key={count} value={count}>
                  {days(count)}
                </option>
              ))}
            </select>
          )}
        </Field>
        {sections.length > 0 && (
          <SectionField sectionId="" sections={sections} hint="Who joins by this link is put there." />
        )}
        <Button type="submit" tone="primary" busy={busy}>
          Make join link
        </Button>
      </form>
    </section>
  );
}

export function RevokeCode({ code, text }: { code: string; text: string }) {
  const [refused, action, busy] = useActionState(revokeCodeAction, null);
  return (
    <form action={action} className="mt-3 space-y-2">
      <input type="hidden" name="code" value={code} />
      <Button type="submit" size="sm" tone="danger" busy={busy}>
        Revoke<span className="sr-only"> {text}</span>
      </Button>
      {refused && <Notice tone="bad" title={refused.problem} urgent />}
    </form>
  );
}
