import { Button } from '../../_components/button.tsx';
import { controlClass, Field, TextField } from '../../_components/field.tsx';
import { type Filter, showNames, shows } from './filter.ts';

/** A plain form: the filter is in the address. */
export function FilterForm({ filter, topics }: { filter: Filter; topics: string[] }) {
  return (
    <search>
      <form className="mb-8 flex flex-wrap items-end gap-4" action="">
        {filter.item && <input type="hidden" name="item" value={filter.item} />}
        <Field label="State" className="w-56">
          {(ids) => (
            <select {...ids} name="show" defaultValue={filter.show} className={controlClass}>
              {shows.map((show) => (
                <option key={show} value={show}>
                  {showNames[show]}
                </option>
              ))}
            </select>
          )}
        </Field>
        <Field label="Category" className="w-64 max-w-full">
          {(ids) => (
            <select {...ids} name="topic" defaultValue={filter.topic} className={controlClass}>
              <option value="">All</option>
              {topics.map((topic) => (
                <option key={topic} value={topic}>
                  {topic}
                </option>
              ))}
            </select>
          )}
        </Field>
        <TextField label="Author" name="name" type="search" defaultValue={filter.name} className="w-48" />
        <Button type="submit">Filter</Button>
      </form>
    </search>
  );
}
