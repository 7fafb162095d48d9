'use client';
import { useActionState } from 'react';
import type { Person } from '#lib/items/core.ts';
import { Button } from '../../../_components/button.tsx';
import { controlClass, Field, TextField } from '../../../_components/field.tsx';
import { Notice } from '../../../_components/notice.tsx';
import { grantAction } from '../item-actions.ts';

type Props = {
  slug: string;
  students: Person[];
  zone: string;
  /** When the extensions beside it were read. */
  seenAt: string;
};

/** A due date of their own for one student. */
export function GrantForm({ slug, students, zone, seenAt }: Props) {
  const [refused, action, busy] = useActionState(grantAction, null);
  const typed = refused?.values ?? {};
  return (
    <form action={action} aria-label="Grant an extension" className="space-y-5">
      <input type="hidden" name="slug" value={slug} />
      <input type="hidden" name="seenAt" value={seenAt} />
      {refused && (
        <Notice tone="bad" urgent title="Nothing was granted">
          {refused.problem}
        </Notice>
      )}
      <Field label="Student" hint="An earlier extension of theirs is replaced.">
        {(ids) => (
          <select
            {...ids}
            key={typed.userId}
            name="userId"
            required
            defaultValue={typed.userId ?? ''}
            className={controlClass}
          >
            <option value="">Choose a student</option>
            {students.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        )}
      </Field>
      <div className="grid grid-cols-1 gap-5 sm:grid-cols-2">
        <TextField
          name="due"
          label="Due for them"
          type="datetime-local"
          required
          defaultValue={typed.due}
          hint={`Time in ${zone}`}
        />
        <TextField
          name="closes"
          label="Closes for them"
          type="datetime-local"
          defaultValue={typed.closes}
          hint="Empty: as long after it as for the class."
        />
      </div>
      <Field label="Reason" hint="The student reads it.">
        {(ids) => (
          <textarea
            {...ids}
            name="reason"
            rows={2}
            maxLength={2000}
            required
            defaultValue={typed.reason}
            className={controlClass}
          />
        )}
      </Field>
      <Button type="submit" busy={busy}>
        Grant extension
      </Button>
    </form>
  );
}
