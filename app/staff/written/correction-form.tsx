'use client';
import { useActionState } from 'react';
import { Button } from '../../_components/button.tsx';
import { controlClass, Field } from '../../_components/field.tsx';
import { addCorrectionAction, withdrawCorrectionAction } from './actions.ts';

export function CorrectionForm({ items }: { items: { slug: string; title: string }[] }) {
  const [refused, action, busy] = useActionState(addCorrectionAction, null);
  return (
    <form action={action} className="max-w-measure space-y-4">
      <Field label="Item">
        {(ids) => (
          <select {...ids} name="slug" className={controlClass}>
            {items.map(({ slug, title }) => (
              <option key={slug} value={slug}>
                {title}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Field label="Correction" hint="Markdown. It cannot be changed, only withdrawn." error={refused?.problem}>
        {(ids) => (
          <textarea
            {...ids}
            name="body"
            rows={3}
            maxLength={10_000}
            required
            defaultValue={refused?.comment}
            className={controlClass}
          />
        )}
      </Field>
      <Button type="submit" busy={busy}>
        Publish correction
      </Button>
    </form>
  );
}

export function Withdraw({ id, title }: { id: string; title: string }) {
  return (
    <form action={withdrawCorrectionAction}>
      <input type="hidden" name="id" value={id} />
      <Button type="submit" size="sm" tone="quiet">
        Withdraw<span className="sr-only"> the correction of {title}</span>
      </Button>
    </form>
  );
}
