'use client';
import { useActionState, useState } from 'react';
import { Button } from '../../../_components/button.tsx';
import { Field, fileClass } from '../../../_components/field.tsx';
import { uploadAction } from './actions.ts';

/** What one request may carry; the server looks again. */
const maxBytes = 900_000;

export function UploadForm({ again }: { again: boolean }) {
  const [refused, action, busy] = useActionState(uploadAction, null);
  const [tooLarge, setTooLarge] = useState(false);
  const problem = tooLarge ? `The file is larger than ${maxBytes / 1000} kB. Split it.` : refused?.problem;
  return (
    <section aria-labelledby="file">
      <h2 id="file" className="mb-4 text-xl">
        {again ? 'Another file' : 'The file'}
      </h2>
      <form action={action} className="max-w-measure space-y-4">
        <Field label="CSV file" hint="Comma, semicolon or tab between the cells. At most 5000 people." error={problem}>
          {(ids) => (
            <input
              {...ids}
              type="file"
              name="file"
              accept=".csv,.tsv,.txt,text/csv"
              required
              onChange={({ currentTarget }) => setTooLarge((currentTarget.files?.[0]?.size ?? 0) > maxBytes)}
              className={fileClass}
            />
          )}
        </Field>
        <Button type="submit" tone={again ? 'plain' : 'primary'} busy={busy} disabled={tooLarge}>
          Preview
        </Button>
      </form>
    </section>
  );
}
