'use client';
import { useActionState } from 'react';
import { Button } from '../../../_components/button.tsx';
import { TextField } from '../../../_components/field.tsx';
import { Notice } from '../../../_components/notice.tsx';
import { termAction } from '../plan-actions.ts';
import type { Values } from '../read-form.ts';

type Props = { values: Values; base: { start: string; end: string; timeZone: string }; zones: string[] };

/** First and last day of term, and the zone that all times are said in. */
export function TermForm({ values, base, zones }: Props) {
  const [refused, action, busy] = useActionState(termAction, null);
  const typed = refused?.values ?? values;
  return (
    <form action={action} className="max-w-measure space-y-5">
      <input type="hidden" name="baseStart" value={base.start} />
      <input type="hidden" name="baseEnd" value={base.end} />
      <input type="hidden" name="baseZone" value={base.timeZone} />
      {refused && (
        <Notice tone="bad" urgent title="Nothing was changed">
          {refused.problem}
        </Notice>
      )}
      <div className="grid grid-cols-1 gap-5 sm:grid-cols-2">
        <TextField name="firstDay" label="First day" type="date" required defaultValue={typed.firstDay} />
        <TextField name="lastDay" label="Last day" type="date" required defaultValue={typed.lastDay} />
      </div>
      <TextField
        name="timeZone"
        label="Time zone"
        list="zones"
        required
        defaultValue={typed.timeZone}
        hint="Nothing moves with it: what was due at an instant is due at that instant, said in the new zone."
      />
      <datalist id="zones">
        {zones.map((zone) => (
          <option key={zone} value={zone} />
        ))}
      </datalist>
      <Button type="submit" tone="primary" busy={busy}>
        Save term
      </Button>
    </form>
  );
}
