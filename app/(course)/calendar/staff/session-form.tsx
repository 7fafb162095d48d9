'use client';
import { useActionState } from 'react';
import { Button } from '../../../_components/button.tsx';
import { controlClass, Field, TextField } from '../../../_components/field.tsx';
import { Notice } from '../../../_components/notice.tsx';
import { sessionAction } from '../plan-actions.ts';
import type { Values } from '../read-form.ts';
import { LinkRows, ReadingRows } from './rows.tsx';

export type ItemChoice = { slug: string; title: string };

type Props = {
  /** Empty where the class is new. */
  id: string;
  revision?: number;
  cancelled?: boolean;
  values: Values;
  items: ItemChoice[];
  zone: string;
};

/** One class with its links and readings. */
export function SessionForm({ id, revision = 0, cancelled = false, values, items, zone }: Props) {
  const [refused, action, busy] = useActionState(sessionAction, null);
  const typed = refused?.values ?? values;
  return (
    <form action={action} className="max-w-measure space-y-5">
      <input type="hidden" name="id" value={id} />
      <input type="hidden" name="revision" value={revision} />
      {refused && (
        <Notice tone="bad" urgent title="Nothing was changed">
          {refused.problem}
        </Notice>
      )}
      <TextField
        name="topic"
        label="Topic"
        maxLength={200}
        required
        defaultValue={typed.topic}
        hint="Proposals choose their category among the topics."
      />
      <div className="grid grid-cols-1 gap-5 sm:grid-cols-3">
        <TextField name="day" label="Day" type="date" required defaultValue={typed.day} />
        <TextField name="from" label="Begins" type="time" required defaultValue={typed.from} hint={`Time in ${zone}`} />
        <TextField name="to" label="Ends" type="time" required defaultValue={typed.to} />
      </div>
      <TextField name="place" label="Place" maxLength={200} defaultValue={typed.place} />
      <LinkRows values={typed} />
      <ReadingRows values={typed} items={items} />
      <Field label="Notes" hint="Markdown, for everybody.">
        {(ids) => (
          <textarea
            {...ids}
            name="notes"
            rows={3}
            maxLength={10_000}
            defaultValue={typed.notes}
            className={controlClass}
          />
        )}
      </Field>
      <div className="flex flex-wrap gap-3">
        <Button type="submit" name="intent" value="save" tone="primary" busy={busy}>
          {id === '' ? 'Add class' : 'Save class'}
        </Button>
        {id !== '' && <Ends cancelled={cancelled} busy={busy} />}
      </div>
    </form>
  );
}

/** Cancelling keeps the class in the calendar, crossed out; deleting is for what should never have been there. */
function Ends({ cancelled, busy }: { cancelled: boolean; busy: boolean }) {
  return (
    <>
      <Button type="submit" name="intent" value={cancelled ? 'hold' : 'cancel'} formNoValidate busy={busy}>
        {cancelled ? 'Hold it after all' : 'Cancel this class'}
      </Button>
      <Button type="submit" name="intent" value="delete" tone="danger" formNoValidate busy={busy}>
        Delete
      </Button>
    </>
  );
}
