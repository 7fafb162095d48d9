import { controlClass, Field } from '../_components/field.tsx';

type Props = { name: string; label: string; value?: string | undefined; rows?: number; error?: string | undefined };

/** Where a post is written. */
export function PostField({ name, label, value, rows = 6, error }: Props) {
  return (
    <Field label={label} hint="Markdown, with code in back quotes and formulas between dollar signs." error={error}>
      {(ids) => (
        <textarea
          {...ids}
          name={name}
          rows={rows}
          required
          dir="auto"
          defaultValue={value}
          key={value}
          className={`${controlClass} font-mono text-sm leading-relaxed`}
        />
      )}
    </Field>
  );
}
