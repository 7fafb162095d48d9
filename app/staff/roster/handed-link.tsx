'use client';
import { controlClass, Field } from '../../_components/field.tsx';

/** A secret shown this once, ready to be copied. */
export function HandedLink({ label, link, hint }: { label: string; link: string; hint: string }) {
  return (
    <Field label={label} hint={hint}>
      {(ids) => (
        <input
          {...ids}
          readOnly
          value={link}
          onFocus={(event) => event.currentTarget.select()}
          className={`${controlClass} font-mono text-sm`}
        />
      )}
    </Field>
  );
}
