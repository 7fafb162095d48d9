'use client';
import { useActionState } from 'react';
import { Button } from '../../../_components/button.tsx';
import { controlClass, Field } from '../../../_components/field.tsx';
import { startRegradeAction } from './actions.ts';

export function StartForm({ assignments }: { assignments: { slug: string; title: string }[] }) {
  const [refused, action, busy] = useActionState(startRegradeAction, null);
  return (
    <form action={action} className="max-w-measure space-y-5">
      <Field label="Assignment" hint="Its newest version grades.">
        {(ids) => (
          <select {...ids} name="slug" className={controlClass}>
            {assignments.map(({ slug, title }) => (
              <option key={slug} value={slug}>
                {title}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Field label="Submissions">
        {(ids) => (
          <select {...ids} name="cover" defaultValue="counting" className={controlClass}>
            <option value="counting">The one of each student that counts</option>
            <option value="all">All</option>
          </select>
        )}
      </Field>
      <Field label="Reason" hint="Students read it beside their result, once published." error={refused?.problem}>
        {(ids) => (
          <textarea
            {...ids}
            name="reason"
            rows={3}
            maxLength={2000}
            required
            defaultValue={refused?.reason}
            className={controlClass}
          />
        )}
      </Field>
      <Button type="submit" tone="primary" busy={busy}>
        Start regrade
      </Button>
    </form>
  );
}
