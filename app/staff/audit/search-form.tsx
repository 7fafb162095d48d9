import { verbNames } from '#lib/audit/core.ts';
import { paths } from '#lib/paths.ts';
import { Button, ButtonLink } from '../../_components/button.tsx';
import { controlClass, Field, TextField } from '../../_components/field.tsx';

type Query = { [name in 'person' | 'verb' | 'subject' | 'from' | 'to']?: string | undefined };

const verbs = Object.entries(verbNames).toSorted(([, a], [, b]) => a.localeCompare(b));

/** An ordinary form: what is looked for stands in the address. */
export function SearchForm({ query }: { query: Query }) {
  return (
    <search>
      <form action={paths.staff.audit()} className="grid items-end gap-3 sm:grid-cols-2 lg:grid-cols-6">
        <TextField label="Person" name="person" type="search" defaultValue={query.person} className="lg:col-span-2" />
        <Field label="What was done" className="lg:col-span-2">
          {(ids) => (
            <select {...ids} name="verb" defaultValue={query.verb ?? ''} className={controlClass}>
              <option value="">Anything</option>
              {verbs.map(([verb, name]) => (
                <option key={verb} value={verb}>
                  {name}
                </option>
              ))}
            </select>
          )}
        </Field>
        <TextField
          label="About, by id or slug"
          name="subject"
          type="search"
          defaultValue={query.subject}
          className="lg:col-span-2"
        />
        <TextField label="From day" name="from" type="date" defaultValue={query.from} className="lg:col-span-2" />
        <TextField label="To day" name="to" type="date" defaultValue={query.to} className="lg:col-span-2" />
        <div className="flex gap-2 lg:col-span-2">
          <Button type="submit" tone="primary" className="min-h-11">
            Look
          </Button>
          <ButtonLink href={paths.staff.audit()} className="min-h-11">
            Clear
          </ButtonLink>
        </div>
      </form>
    </search>
  );
}
