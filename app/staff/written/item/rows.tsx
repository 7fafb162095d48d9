'use client';
import { useState } from 'react';
import type { Criterion, FieldSpec } from '#lib/writing/core/item.ts';
import { Button } from '../../../_components/button.tsx';
import { controlClass, Field, TextField } from '../../../_components/field.tsx';

/** Rows of a form that can become more. One empty row is there from the start: without a script, too. */
function useRows<T>(given: readonly T[]): { rows: (T | null)[]; add: () => void } {
  const [more, setMore] = useState(given.length === 0 ? 1 : 0);
  return { rows: [...given, ...Array.from({ length: more }, () => null)], add: () => setMore(more + 1) };
}

/** What is written, in order. */
export function FieldRows({ fields }: { fields: FieldSpec[] }) {
  const { rows, add } = useRows(fields);
  return (
    <fieldset className="space-y-6">
      <legend className="mb-3 font-serif text-xl font-semibold">What is written</legend>
      {rows.map((field, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows only ever come at the end
        <FieldRow key={i} field={field} number={i + 1} />
      ))}
      <Button size="sm" onClick={add}>
        Add a field
      </Button>
    </fieldset>
  );
}

function FieldRow({ field, number }: { field: FieldSpec | null; number: number }) {
  return (
    <fieldset className="space-y-4 border-l-2 border-rule pl-5">
      <legend className="sr-only">Field {number}</legend>
      <input type="hidden" name="fieldName" value={field?.name ?? ''} />
      <div className="grid gap-4 sm:grid-cols-[minmax(0,1fr)_11rem]">
        <TextField
          name="fieldLabel"
          label={`Field ${number}`}
          maxLength={100}
          defaultValue={field?.label}
          hint={field ? 'Empty removes it.' : 'Empty leaves it out.'}
        />
        <Field label="Kind">
          {(ids) => (
            <select {...ids} name="fieldKind" defaultValue={field?.kind ?? 'text'} className={controlClass}>
              <option value="text">Text</option>
              <option value="topic">Topic of the calendar</option>
            </select>
          )}
        </Field>
      </div>
      <TextField name="fieldGuidance" label="Guidance" maxLength={1000} defaultValue={field?.guidance} />
      <div className="grid max-w-sm grid-cols-2 gap-4">
        <TextField
          name="fieldLeast"
          label="Words, at least"
          type="number"
          min={0}
          defaultValue={field?.words?.least ?? ''}
        />
        <TextField
          name="fieldMost"
          label="Words, at most"
          type="number"
          min={1}
          defaultValue={field?.words?.most ?? ''}
        />
      </div>
    </fieldset>
  );
}

/** What a grader looks for. Each has a number key. */
export function CriterionRows({ criteria }: { criteria: Criterion[] }) {
  const { rows, add } = useRows(criteria);
  return (
    <fieldset className="space-y-4">
      <legend className="mb-1 text-sm font-[550]">Criteria, if wanted</legend>
      <p className="text-xs text-ink-soft">
        With points, they add up to the points of the whole. Without, each is met or not.
      </p>
      {rows.map((criterion, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows only ever come at the end
        <div key={i} className="grid grid-cols-[minmax(0,1fr)_6rem] gap-4">
          <input type="hidden" name="criterionName" value={criterion?.name ?? ''} />
          <TextField
            name="criterionLabel"
            label={`Criterion ${i + 1}`}
            maxLength={200}
            defaultValue={criterion?.label}
          />
          <TextField
            name="criterionPoints"
            label="Points"
            type="number"
            min={0}
            step="any"
            defaultValue={criterion?.maxPoints ?? ''}
          />
        </div>
      ))}
      {rows.length < 9 && (
        <Button size="sm" onClick={add}>
          Add a criterion
        </Button>
      )}
    </fieldset>
  );
}
