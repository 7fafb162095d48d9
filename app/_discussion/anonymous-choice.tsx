import { useId } from 'react';

/** Says plainly from whom the name is kept. */
export function AnonymousChoice({ checked }: { checked: boolean }) {
  const id = useId();
  return (
    <div>
      <label htmlFor={id} className="inline-flex min-h-8 items-center gap-2.5 pointer-coarse:min-h-11">
        <input
          id={id}
          type="checkbox"
          name="anonymous"
          defaultChecked={checked}
          aria-describedby={`${id}-hint`}
          className="size-4"
        />
        Post anonymously
      </label>
      <p id={`${id}-hint`} className="pl-6.5 text-xs text-ink-soft">
        Classmates do not see your name. Staff do.
      </p>
    </div>
  );
}
