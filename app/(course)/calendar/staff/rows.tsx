'use client';
import { controlClass, Field, TextField } from '../../../_components/field.tsx';
import type { Values } from '../read-form.ts';
import type { ItemChoice } from './session-form.tsx';

/** Rows that are there, and one empty row to add to: so that the form grows without script, a save at a time. */
function rowsIn(values: Values, first: string): number[] {
  let filled = 0;
  for (let i = 0; `${first}-${i}` in values; i++) if (values[`${first}-${i}`] !== '') filled = i + 1;
  return Array.from({ length: filled + 1 }, (_, i) => i);
}

export function LinkRows({ values }: { values: Values }) {
  return (
    <fieldset className="space-y-3">
      <legend className="text-sm font-[550]">Slides and links</legend>
      {rowsIn(values, 'link-label').map((i) => (
        <div key={i} className="grid grid-cols-1 gap-3 sm:grid-cols-2">
          <TextField
            name={`link-label-${i}`}
            label={`Name of link ${i + 1}`}
            maxLength={200}
            defaultValue={values[`link-label-${i}`]}
          />
          <TextField
            name={`link-url-${i}`}
            label={`Address of link ${i + 1}`}
            placeholder="https://"
            maxLength={2000}
            defaultValue={values[`link-url-${i}`]}
          />
        </div>
      ))}
      <p className="text-xs text-ink-soft">Empty a row to remove it. Saving makes room for another.</p>
    </fieldset>
  );
}

export function ReadingRows({ values, items }: { values: Values; items: ItemChoice[] }) {
  return (
    <fieldset className="space-y-4">
      <legend className="text-sm font-[550]">Readings</legend>
      {rowsIn(values, 'reading-title').map((i) => (
        <ReadingRow key={i} i={i} values={values} items={items} />
      ))}
      <p className="text-xs text-ink-soft">Empty a reading’s fields to remove it. Saving makes room for another.</p>
    </fieldset>
  );
}

function ReadingRow({ i, values, items }: { i: number; values: Values; items: ItemChoice[] }) {
  const at = (field: string) => ({ name: `reading-${field}-${i}`, defaultValue: values[`reading-${field}-${i}`] });
  return (
    <div className="grid grid-cols-1 gap-3 border-l-2 border-rule pl-4 sm:grid-cols-2">
      <input type="hidden" name={`reading-id-${i}`} value={values[`reading-id-${i}`] ?? ''} />
      <TextField {...at('title')} label={`Title of reading ${i + 1}`} maxLength={300} />
      <TextField {...at('authors')} label="Authors" maxLength={300} />
      <TextField {...at('source')} label="Journal, chapter, pages" maxLength={300} />
      <TextField {...at('url')} label="Address" placeholder="https://" maxLength={2000} />
      <Field label="Read for">
        {(ids) => (
          <select {...ids} key={at('slug').defaultValue} {...at('slug')} className={controlClass}>
            <option value="">The class alone</option>
            {items.map(({ slug, title }) => (
              <option key={slug} value={slug}>
                {title}
              </option>
            ))}
          </select>
        )}
      </Field>
    </div>
  );
}
