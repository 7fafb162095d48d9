// <TextField name="email" label="E-mail" type="email" hint="…" error={errors.email} autoComplete="username" />
// <Field label="Reason" hint error>{(ids) => <textarea {...ids} className={controlClass} />}</Field> for anything else.
import { CircleAlert } from 'lucide-react';
import { type ComponentProps, type ReactNode, useId } from 'react';

export const controlClass =
  'block w-full min-h-11 rounded-md bg-sheet px-3 py-2 text-base text-ink ring-1 ring-inset ring-rule-strong/80 placeholder:text-ink-faint hover:ring-rule-strong focus:outline-2 focus:outline-accent focus:-outline-offset-1 aria-invalid:ring-bad disabled:opacity-60';

/** A field that takes a file. */
export const fileClass =
  'block w-full min-w-0 text-sm text-ink-soft file:mr-3 file:min-h-11 file:rounded-md file:border-0 file:bg-well file:px-3 file:text-ink';

type ControlIds = { id: string; 'aria-describedby': string | undefined; 'aria-invalid': true | undefined };

type FieldProps = {
  label: ReactNode;
  hint?: ReactNode;
  error?: ReactNode;
  className?: string;
  children: (ids: ControlIds) => ReactNode;
};

/** A label, its control, and what helps or went wrong, tied together for assistive technology. */
export function Field({ label, hint, error, className = '', children }: FieldProps) {
  const id = useId();
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ');
  return (
    <div className={className}>
      <label htmlFor={id} className="mb-1.5 block text-sm font-[550]">
        {label}
      </label>
      {children({ id, 'aria-describedby': described || undefined, 'aria-invalid': error ? true : undefined })}
      {hint && (
        <p id={`${id}-hint`} className="mt-1.5 text-xs text-ink-soft">
          {hint}
        </p>
      )}
      {error && (
        <p id={`${id}-error`} className="mt-1.5 flex items-start gap-1.5 text-sm text-bad">
          <CircleAlert aria-hidden className="mt-[0.2em] size-4 shrink-0" />
          <span>{error}</span>
        </p>
      )}
    </div>
  );
}

type TextFieldProps = Omit<FieldProps, 'children'> & Omit<ComponentProps<'input'>, 'children' | 'id'>;

export function TextField({ label, hint, error, className, ...input }: TextFieldProps) {
  return (
    <Field label={label} hint={hint} error={error} className={className}>
      {(ids) => <input {...input} {...ids} className={controlClass} />}
    </Field>
  );
}

/** A choice of yes or no, with what it means below. */
export function CheckField({
  label,
  hint,
  name,
  checked,
}: {
  label: string;
  hint: string;
  name: string;
  checked: boolean;
}) {
  const id = useId();
  return (
    <div>
      <label htmlFor={id} className="inline-flex min-h-8 items-center gap-2.5 pointer-coarse:min-h-11">
        <input
          id={id}
          type="checkbox"
          name={name}
          defaultChecked={checked}
          aria-describedby={`${id}-hint`}
          className="size-4"
        />
        {label}
      </label>
      <p id={`${id}-hint`} className="pl-6.5 text-xs text-ink-soft">
        {hint}
      </p>
    </div>
  );
}
