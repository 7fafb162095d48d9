'use client';
import { useRef } from 'react';
import type { Draft } from '#lib/drafts/core.ts';
import { verdictPlace } from '#lib/writing/core/fields.ts';
import { Kbd } from '../../../_components/kbd.tsx';
import { Editor } from '../../../_writing/editor.tsx';

type Props = { writingId: string; initial: Draft; snippets: { id: string; text: string }[] };

/** What the authors will read, with the sentences one uses again and again. */
export function Comment({ writingId, initial, snippets }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const insert = (sentence: string) => {
    const area = box.current?.querySelector('textarea');
    if (!area) return;
    const gap = area.value === '' || /\s$/.test(area.value) ? '' : ' ';
    area.focus();
    area.setRangeText(`${gap}${sentence}`, area.value.length, area.value.length, 'end');
    area.dispatchEvent(new Event('input', { bubbles: true }));
  };
  return (
    <div ref={box}>
      <Editor
        place={verdictPlace(writingId)}
        name="comment"
        label="Comment"
        initial={initial}
        minRows={6}
        hint="The authors read it. Esc leaves the field."
      />
      {snippets.length > 0 && (
        <fieldset className="mt-3">
          <legend className="eyebrow mb-1.5">
            Snippets <Kbd>S</Kbd>
          </legend>
          <ul className="space-y-1">
            {snippets.map(({ id, text }) => (
              <li key={id}>
                <button
                  type="button"
                  data-snippet
                  onClick={() => insert(text)}
                  className="w-full rounded-md px-2 py-1.5 text-start text-sm text-ink-soft hover:bg-well hover:text-ink pointer-coarse:min-h-11"
                >
                  <span className="line-clamp-2" dir="auto">
                    {text}
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
