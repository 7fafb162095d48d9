import { type Role, roleNames, roles } from '#lib/auth/core.ts';
import { controlClass, Field, TextField } from '../../_components/field.tsx';

export type PersonDraft = { name: string; role: Role; sectionId: string };

type Props = { draft: PersonDraft; sections: { id: string; name: string }[] };

/** Name, role and section, as they are set when a person is added and changed later. */
export function PersonFields({ draft, sections }: Props) {
  return (
    <>
      <TextField label="Name" name="name" defaultValue={draft.name} maxLength={200} required autoComplete="off" />
      <Field label="Role">
        {(ids) => (
          <select {...ids} name="role" defaultValue={draft.role} className={controlClass}>
            {roles.map((role) => (
              <option key={role} value={role}>
                {roleNames[role]}
              </option>
            ))}
          </select>
        )}
      </Field>
      <SectionField sectionId={draft.sectionId} sections={sections} />
    </>
  );
}

export function SectionField({
  sectionId,
  sections,
  hint,
}: {
  sectionId: string;
  sections: Props['sections'];
  hint?: string;
}) {
  return (
    <Field label="Section" hint={hint}>
      {(ids) => (
        <select {...ids} name="sectionId" defaultValue={sectionId} className={controlClass}>
          <option value="">None</option>
          {sections.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}
