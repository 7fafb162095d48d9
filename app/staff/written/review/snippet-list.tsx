'use client';
import { useActionState } from 'react';
import { Button } from '../../../_components/button.tsx';
import { controlClass, Field } from '../../../_components/field.tsx';
import { addSnippetAction, removeSnippetAction } from '../actions.ts';

/** One's own sentences: add one, or let one go. `back` is the page to return to. */
export function SnippetList({ snippets, back }: { snippets: { id: string; text: string }[]; back: string }) {
  const [refused, add, adding] = useActionState(addSnippetAction, null);
  return (
    <details className="mt-8">
      <summary className="min-h-8 text-sm text-ink-soft">My snippets ({snippets.length})</summary>
      <ul className="mt-2 space-y-1 text-sm">
        {snippets.map(({ id, text }) => (
          <li key={id}>
            <form action={removeSnippetAction} className="flex items-start justify-between gap-2">
              <input type="hidden" name="id" value={id} />
              <input type="hidden" name="back" value={back} />
              <span className="min-w-0 break-words py-1" dir="auto">
                {text}
              </span>
              <Button type="submit" size="sm" tone="quiet">
                Delete<span className="sr-only"> “{text}”</span>
              </Button>
            </form>
          </li>
        ))}
      </ul>
      <form action={add} className="mt-3 space-y-2">
        <input type="hidden" name="back" value={back} />
        <Field label="New snippet" error={refused?.problem}>
          {(ids) => (
            <textarea
              {...ids}
              name="text"
              rows={2}
              maxLength={5000}
              required
              defaultValue={refused?.comment}
              className={controlClass}
            />
          )}
        </Field>
        <Button type="submit" size="sm" busy={adding}>
          Add
        </Button>
      </form>
    </details>
  );
}
