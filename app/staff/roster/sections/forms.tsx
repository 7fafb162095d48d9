'use client';
import { useActionState } from 'react';
import { Button } from '../../../_components/button.tsx';
import { TextField } from '../../../_components/field.tsx';
import { createAction, sectionAction } from './actions.ts';

export function SectionForm({ id, name, isEmpty }: { id: string; name: string; isEmpty: boolean }) {
  const [refused, action, busy] = useActionState(sectionAction, null);
  return (
    <form action={action} className="flex min-w-0 flex-1 flex-wrap items-end gap-2">
      <input type="hidden" name="id" value={id} />
      <input type="hidden" name="seen" value={name} />
      <TextField
        key={name}
        label={<span className="sr-only">Name of {name}</span>}
        name="name"
        defaultValue={refused?.name ?? name}
        maxLength={100}
        required
        error={refused?.problem}
        className="min-w-48 flex-1"
      />
      <Button type="submit" name="act" value="rename" busy={busy}>
        Rename
      </Button>
      {isEmpty && (
        <Button type="submit" name="act" value="delete" tone="danger" busy={busy}>
          Delete
        </Button>
      )}
    </form>
  );
}

export function NewSection() {
  const [refused, action, busy] = useActionState(createAction, null);
  return (
    <section aria-labelledby="new">
      <h2 id="new" className="mb-4 text-xl">
        New section
      </h2>
      <form action={action} className="flex flex-wrap items-end gap-3">
        <TextField
          label="Name"
          name="name"
          defaultValue={refused?.name}
          maxLength={100}
          required
          autoComplete="off"
          error={refused?.problem}
          className="min-w-48 flex-1"
        />
        <Button type="submit" tone="primary" busy={busy} className="min-h-11">
          Make section
        </Button>
      </form>
    </section>
  );
}
