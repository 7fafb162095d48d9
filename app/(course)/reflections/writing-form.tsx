'use client';
import { useActionState, useEffect, useRef } from 'react';
import type { Draft } from '#lib/drafts/core.ts';
import { draftPlace } from '#lib/writing/core/fields.ts';
import type { FieldSpec } from '#lib/writing/core/item.ts';
import { Button } from '../../_components/button.tsx';
import { Notice } from '../../_components/notice.tsx';
import { Editor } from '../../_writing/editor.tsx';
import { handInAction } from './[slug]/actions.ts';
import { Overlap } from './overlap.tsx';
import { PdfField } from './pdf-field.tsx';
import { TopicField } from './topic-field.tsx';

type Props = {
  slug: string;
  fields: FieldSpec[];
  topics: string[];
  /** By name of field: the draft, or the newest version where there is no draft. */
  initial: Record<string, Draft>;
  /** Number of the newest version, 0 before the first. */
  number: number;
  /** One for each version to be: sent twice, it is handed in once. */
  submissionKey: string;
  pdf: { allowed: boolean; current: string | null };
  /** What handing in now means: late, or after it closed for others. */
  warning: string | null;
};

/** Every field of an item, to write and hand in. What is wrong is said beside the field and nothing typed is lost. */
export function WritingForm({ slug, fields, topics, initial, number, submissionKey, pdf, warning }: Props) {
  const [answer, action, busy] = useActionState(handInAction, null);
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (answer) form.current?.querySelector<HTMLElement>('[aria-invalid], [role=alert]')?.focus();
  }, [answer]);
  const problemOf = (name: string) => answer?.problems.find(({ field }) => field === name)?.message;
  const general = answer?.problems.filter(({ field }) => field === null) ?? [];
  const base = answer?.conflict?.number ?? number;
  const textOf = (name: string): Draft => {
    const draft = initial[name] ?? { text: '', revision: 0, savedAt: null };
    const typed = answer?.fields[name];
    return typed === undefined ? draft : { ...draft, text: typed };
  };
  return (
    <form action={action} ref={form} className="space-y-8">
      <input type="hidden" name="slug" value={slug} />
      <input type="hidden" name="base" value={base} />
      <input type="hidden" name="key" value={submissionKey} />
      {fields.map(({ name, label, guidance, kind, words }) =>
        kind === 'topic' ? (
          <TopicField
            // A new answer is a new field: it begins with what was chosen.
            key={`${name}${answer?.id}`}
            place={draftPlace(slug, name)}
            name={`field:${name}`}
            label={label}
            hint={guidance}
            initial={textOf(name)}
            topics={topics}
            error={problemOf(name)}
          />
        ) : (
          <Editor
            key={name}
            place={draftPlace(slug, name)}
            name={`field:${name}`}
            label={label}
            hint={guidance}
            initial={textOf(name)}
            words={words}
            minRows={fields.length > 1 ? 6 : 16}
            error={problemOf(name)}
          />
        ),
      )}
      {pdf.allowed && <PdfField current={answer ? answer.pdf : pdf.current} />}
      {answer?.conflict && <Overlap conflict={answer.conflict} />}
      {general.map(({ message }) => (
        <Notice key={message} tone="bad" urgent>
          {message}
        </Notice>
      ))}
      {answer && answer.problems.length > 0 && general.length === 0 && (
        <p role="status" className="text-sm text-bad">
          Not handed in: {answer.problems.length === 1 ? 'one field needs' : `${answer.problems.length} fields need`} a
          change.
        </p>
      )}
      {warning && <p className="text-sm text-warn">{warning}</p>}
      <div className="flex flex-wrap items-center gap-3">
        <Button type="submit" name="intent" value="submit" tone="primary" size="lg" busy={busy}>
          {base === 0 ? 'Hand in' : `Hand in version ${base + 1}`}
        </Button>
        <noscript>
          <button type="submit" name="intent" value="draft" className="link">
            Save draft
          </button>
        </noscript>
      </div>
      <p className="text-sm text-ink-soft">
        Your draft is yours alone. What you hand in stays as a version; you can hand in again.
      </p>
    </form>
  );
}
