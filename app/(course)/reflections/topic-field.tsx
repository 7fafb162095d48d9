'use client';
import { useRef } from 'react';
import type { Draft } from '#lib/drafts/core.ts';
import { controlClass, Field } from '../../_components/field.tsx';
import { saveTextAction } from '../../_drafts/actions.ts';

type Props = {
  place: string;
  name: string;
  label: string;
  hint: string;
  initial: Draft;
  topics: string[];
  error?: string | undefined;
};

/** One of the calendar's topics, kept as a draft once chosen; while the calendar has none, a few words. */
export function TopicField({ place, name, label, hint, initial, topics, error }: Props) {
  const revision = useRef(initial.revision);
  const value = initial.text;

  /** Chosen in two tabs, the later choice holds. */
  async function keep(text: string) {
    const result = await saveTextAction({ place, text, baseRevision: revision.current });
    revision.current = result.status === 'saved' ? result.revision : result.draft.revision;
    if (result.status === 'conflict') await saveTextAction({ place, text, baseRevision: revision.current });
  }

  return (
    <Field label={label} hint={hint} error={error}>
      {(ids) =>
        topics.length === 0 ? (
          <input {...ids} name={name} maxLength={200} defaultValue={value} className={controlClass} />
        ) : (
          <select
            {...ids}
            name={name}
            defaultValue={value}
            onChange={(event) => void keep(event.target.value).catch(() => undefined)}
            className={controlClass}
          >
            <option value="">Choose a topic</option>
            {value !== '' && !topics.includes(value) && (
              <option value={value}>{value}, no longer in the calendar</option>
            )}
            {topics.map((topic) => (
              <option key={topic} value={topic}>
                {topic}
              </option>
            ))}
          </select>
        )
      }
    </Field>
  );
}
