'use client';
import { useState } from 'react';
import type { Draft } from '#lib/drafts/core.ts';
import { countWords, wordsAgainst } from '#lib/markdown/core.ts';
import type { WordRange } from '#lib/writing/core/item.ts';
import { controlClass, Field } from '../../_components/field.tsx';

type Props = {
  place: string;
  name: string;
  label: string;
  hint: string;
  initial: Draft;
  words: WordRange | null;
  minRows: number;
  error?: string | undefined;
};

/** A field of text with its count of words. */
export function TextField({ name, label, hint, initial, words, minRows, error }: Props) {
  const [count, setCount] = useState(() => countWords(initial.text));
  return (
    <Field label={label} hint={[hint, wordsAgainst(count, words)].filter(Boolean).join(' · ')} error={error}>
      {(ids) => (
        <textarea
          {...ids}
          name={name}
          rows={minRows}
          dir="auto"
          defaultValue={initial.text}
          onChange={(event) => setCount(countWords(event.target.value))}
          className={`${controlClass} font-serif text-[1.0625rem] leading-relaxed`}
        />
      )}
    </Field>
  );
}
