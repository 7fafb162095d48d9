import type { SectionRow } from '#db/queries/sections.ts';
import { roleNames, roles } from '#lib/auth/core.ts';
import { paths } from '#lib/paths.ts';
import { Button } from '../../_components/button.tsx';
import { controlClass, Field } from '../../_components/field.tsx';

export type RosterQuery = {
  q: string;
  role?: string | undefined;
  section?: string | undefined;
  state?: string | undefined;
};

const states = [
  ['active', 'Active'],
  ['no_password', 'No password yet'],
  ['deactivated', 'Deactivated'],
] as const;

type Props = { query: RosterQuery; sections: SectionRow[]; total: number };

/** An ordinary form: what is looked for stands in the address. */
export function Filters({ query, sections, total }: Props) {
  return (
    <search>
      <form action={paths.staff.roster()} className="flex flex-wrap items-end gap-3">
        <Field label="Name or e-mail" className="min-w-48 flex-1">
          {(ids) => <input {...ids} type="search" name="q" defaultValue={query.q} className={controlClass} />}
        </Field>
        <Choice
          label="Role"
          name="role"
          value={query.role}
          options={roles.map((role) => [role, roleNames[role]] as const)}
        />
        <Choice
          label="Section"
          name="section"
          value={query.section}
          options={[...sections.map(({ name }) => [`is:${name}`, name] as const), ['is:', 'None'] as const]}
        />
        <Choice label="State" name="state" value={query.state} options={states} />
        <Button type="submit" className="min-h-11">
          Look
        </Button>
      </form>
      <p className="mt-3 text-sm text-ink-soft">{total === 1 ? '1 person' : `${total} people`}</p>
    </search>
  );
}

type ChoiceProps = {
  label: string;
  name: string;
  value: string | undefined;
  options: readonly (readonly [value: string, name: string])[];
};

function Choice({ label, name, value, options }: ChoiceProps) {
  return (
    <Field label={label} className="w-40">
      {(ids) => (
        <select {...ids} name={name} defaultValue={value ?? ''} className={controlClass}>
          <option value="">All</option>
          {options.map(([option, text]) => (
            <option key={option} value={option}>
              {text}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}
