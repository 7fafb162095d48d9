'use client';
import { useActionState, useState } from 'react';
import type { MoveEffect, Person } from '#lib/items/core.ts';
import { Button } from '../../../_components/button.tsx';
import { TextField } from '../../../_components/field.tsx';
import { Notice } from '../../../_components/notice.tsx';
import { Time } from '../../../_components/time.tsx';
import { moveAction } from '../item-actions.ts';
import type { Values } from '../read-form.ts';

type Props = { slug: string; zone: string; base: Values; values: Values };

const fields = [
  { name: 'opens', label: 'Opens' },
  { name: 'due', label: 'Due' },
  { name: 'closes', label: 'Closes', hint: 'Until then late work is accepted.' },
];

/** Dates for everybody. Whom they touch is shown before they move. */
export function MoveForm({ slug, zone, base, values }: Props) {
  const [state, action, busy] = useActionState(moveAction, null);
  const [isStale, setStale] = useState(false);
  const typed = state?.values ?? values;
  const effect = state && 'effect' in state && !isStale ? state.effect : null;
  return (
    <form
      action={action}
      onSubmit={() => setStale(false)}
      onChange={() => setStale(true)}
      aria-label="Move for everybody"
      className="max-w-measure space-y-5"
    >
      <input type="hidden" name="slug" value={slug} />
      {Object.entries(base).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      {effect && <input type="hidden" name="seen" value={`${typed.opens} ${typed.due} ${typed.closes}`} />}
      {state && 'problem' in state && (
        <Notice tone="bad" urgent title="Nothing was moved">
          {state.problem}
        </Notice>
      )}
      <div className="grid grid-cols-1 gap-5 sm:grid-cols-2">
        {fields.map(({ name, label, hint }) => (
          <TextField
            key={name}
            name={name}
            label={label}
            type="datetime-local"
            required
            defaultValue={typed[name]}
            hint={hint ?? `Time in ${zone}`}
          />
        ))}
      </div>
      <div role="status">{effect && <Effect effect={effect} />}</div>
      <div className="flex flex-wrap gap-3">
        {effect && (
          <Button type="submit" name="intent" value="move" tone="primary" busy={busy}>
            {effect.affected.length === 0 ? 'Move the dates' : `Move and tell ${count(effect.affected.length)}`}
          </Button>
        )}
        <Button type="submit" name="intent" value="preview" busy={busy}>
          Show who is affected
        </Button>
      </div>
    </form>
  );
}

const count = (students: number) => (students === 1 ? '1 student' : `${students} students`);

function Effect({ effect }: { effect: MoveEffect }) {
  const { students, affected, submitted, becomeLate, noLongerLate, extended } = effect;
  if (affected.length === 0) return <Notice>No student’s dates change.</Notice>;
  return (
    <Notice title={`It changes the dates of ${affected.length} of ${count(students)}`}>
      <ul className="list-disc space-y-1 pl-5">
        <li>
          {submitted.length === 0 ? 'Nobody has handed in yet.' : `${count(submitted.length)} handed in already.`}
        </li>
        {becomeLate.length > 0 && (
          <li>
            Late by it: <Names people={becomeLate} />
          </li>
        )}
        {noLongerLate.length > 0 && (
          <li>
            No longer late: <Names people={noLongerLate} />
          </li>
        )}
        {extended.map(({ id, name, dueAt }) => (
          <li key={id}>
            <bdi>{name}</bdi> has an extension, and then until <Time at={dueAt} show="absolute" />
          </li>
        ))}
      </ul>
    </Notice>
  );
}

function Names({ people }: { people: Person[] }) {
  return people.map(({ id, name }, i) => (
    <span key={id}>
      {i > 0 && ', '}
      <bdi>{name}</bdi>
    </span>
  ));
}
