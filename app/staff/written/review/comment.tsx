'use client';
import { useRef } from 'react';
import { controlClass, Field } from '../../../_components/field.tsx';
import { Kbd } from '../../../_components/kbd.tsx';

type Props = {
  writingId: string;
  text: string;
  snippets: { id: string; text: string }[];
  touch: () => void;
};

/** What the authors will read, with the sentences one uses again and again. */
export function Comment({ text, snippets, touch }: Props) {
  const area = useRef<HTMLTextAreaElement>(null);
  const insert = (sentence: string) => {
    const field = area.current;
    if (!field) return;
    const gap = field.value === '' || field.value.endsWith('\n') ? '' : ' ';
    field.value = `${field.value}${gap}${sentence}`;
    touch();
    field.focus();
  };
  return (
    <div>
      <Field label="Comment" hint="Markdown. The authors read it. Esc leaves the field.">
        {(ids) => (
          <textarea
            {...ids}
            ref={area}
            name="comment"
            rows={6}
            dir="auto"
            defaultValue={text}
            onChange={touch}
            onKeyDown={(event) => event.key === 'Escape' && event.currentTarget.blur()}
            className={controlClass}
          />
        )}
      </Field>
      {snippets.length > 0 && (
        <fieldset className="mt-3">
          <legend className="eyebrow mb-1.5">
            Snippets <Kbd>S</Kbd>
          </legend>
          <ul className="space-y-1">
            {snippets.map((snippet) => (
              <li key={snippet.id}>
                <button
                  type="button"
                  data-snippet
                  onClick={() => insert(snippet.text)}
                  className="w-full rounded-md px-2 py-1.5 text-start text-sm text-ink-soft hover:bg-well hover:text-ink pointer-coarse:min-h-11"
                >
                  <span className="line-clamp-2" dir="auto">
                    {snippet.text}
                  </span>
                </button>
              </li>
            ))}
          </ul>
        </fieldset>
      )}
    </div>
  );
}
