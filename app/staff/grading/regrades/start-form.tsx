'use client';
import { useActionState, useState } from 'react';
import { Button } from '../../../_components/button.tsx';
import { controlClass, Field } from '../../../_components/field.tsx';
import { Notice } from '../../../_components/notice.tsx';
import { startRegradeAction } from './actions.ts';

type Assignment = {
  slug: string;
  title: string;
  version: number;
  /** Submissions that wait for a grade under an older version. */
  waiting: number;
};

export function StartForm({ assignments }: { assignments: Assignment[] }) {
  const [refused, action, busy] = useActionState(startRegradeAction, null);
  const [slug, setSlug] = useState(assignments[0]?.slug);
  const waiting = assignments.find((one) => one.slug === slug)?.waiting ?? 0;
  return (
    <form action={action} className="max-w-measure space-y-5">
      <Field label="Assignment" hint="The version named here grades: the newest that is published.">
        {(ids) => (
          <select
            {...ids}
            name="slug"
            // A form is reset once its action is done: what was chosen must outlive a refusal.
            key={refused?.typed.slug}
            defaultValue={slug}
            onChange={(event) => setSlug(event.currentTarget.value)}
            className={controlClass}
          >
            {assignments.map(({ slug, title, version }) => (
              <option key={slug} value={slug}>
                {title}, version {version}
              </option>
            ))}
          </select>
        )}
      </Field>
      {waiting > 0 && (
        <Notice tone="warn" title="Not all are graded yet">
          {waiting === 1 ? '1 submission waits' : `${waiting} submissions wait`} for a grade under an older version. The
          regrade would leave {waiting === 1 ? 'it' : 'them'} out, and can start once{' '}
          {waiting === 1 ? 'it is' : 'all are'} graded.
        </Notice>
      )}
      <Field label="Submissions" hint="With all, an earlier one can rise above the one that counts.">
        {(ids) => (
          <select
            {...ids}
            name="cover"
            key={refused?.typed.cover}
            defaultValue={refused?.typed.cover ?? 'counting'}
            className={controlClass}
          >
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
            defaultValue={refused?.typed.reason}
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
