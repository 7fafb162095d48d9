'use client';
import { useActionState } from 'react';
import { paths } from '#lib/paths.ts';
import { Button, ButtonLink } from '../../../_components/button.tsx';
import { controlClass, Field, TextField } from '../../../_components/field.tsx';
import { Notice } from '../../../_components/notice.tsx';
import { seriesAction, undoSeriesAction } from '../plan-actions.ts';
import type { Values } from '../read-form.ts';

const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

/** Weekdays, times, topics: the classes of a whole term at once. */
export function SeriesForm({ values, zone }: { values: Values; zone: string }) {
  const [state, action, busy] = useActionState(seriesAction, null);
  if (state && 'added' in state) return <Added ids={state.added} />;
  const typed = state?.values ?? values;
  return (
    <form action={action} className="max-w-measure space-y-5">
      {state && (
        <Notice tone="bad" urgent title="Nothing was added">
          {state.problem}
        </Notice>
      )}
      <fieldset>
        <legend className="mb-1.5 text-sm font-[550]">Weekdays</legend>
        <div className="flex flex-wrap gap-x-5">
          {weekdays.map((name, i) => (
            <label key={name} className="flex min-h-11 items-center gap-2">
              <input
                type="checkbox"
                name={`weekday-${i + 1}`}
                defaultChecked={`weekday-${i + 1}` in typed}
                className="size-5"
              />
              {name}
            </label>
          ))}
        </div>
      </fieldset>
      <div className="grid grid-cols-1 gap-5 sm:grid-cols-2">
        <TextField name="from" label="Begins" type="time" required defaultValue={typed.from} hint={`Time in ${zone}`} />
        <TextField name="to" label="Ends" type="time" required defaultValue={typed.to} />
        <TextField name="firstDay" label="First day" type="date" required defaultValue={typed.firstDay} />
        <TextField name="lastDay" label="Last day" type="date" required defaultValue={typed.lastDay} />
      </div>
      <TextField name="place" label="Place" maxLength={200} defaultValue={typed.place} />
      <TextField
        name="without"
        label="Days without class"
        hint="Holidays, as 2026-12-24, with spaces between."
        defaultValue={typed.without}
      />
      <Field
        label="Topics"
        hint="One a line, in order. Classes without one are announced later; proposals choose among them."
      >
        {(ids) => <textarea {...ids} name="topics" rows={8} defaultValue={typed.topics} className={controlClass} />}
      </Field>
      <Button type="submit" tone="primary" busy={busy}>
        Add classes
      </Button>
    </form>
  );
}

function Added({ ids }: { ids: string[] }) {
  return (
    <Notice tone="good" urgent title={ids.length === 1 ? 'One class was added' : `${ids.length} classes were added`}>
      <div className="flex flex-wrap gap-3 pt-2">
        <ButtonLink href={paths.calendar()} size="sm">
          See the calendar
        </ButtonLink>
        <form action={undoSeriesAction}>
          {ids.map((id) => (
            <input key={id} type="hidden" name="session" value={id} />
          ))}
          <Button type="submit" size="sm" tone="quiet">
            Take them back
          </Button>
        </form>
      </div>
    </Notice>
  );
}
