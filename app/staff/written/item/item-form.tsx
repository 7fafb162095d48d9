'use client';
import { useActionState, useEffect, useRef } from 'react';
import type { Draft } from '#lib/drafts/core.ts';
import type { Definition } from '#lib/writing/core/definition.ts';
import type { Scale } from '#lib/writing/core/item.ts';
import { Button } from '../../../_components/button.tsx';
import { controlClass, Field, TextField } from '../../../_components/field.tsx';
import { Notice } from '../../../_components/notice.tsx';
import { Editor } from '../../../_writing/editor.tsx';
import { saveItemAction } from '../new/actions.ts';
import { CriterionRows, FieldRows } from './rows.tsx';

export type ItemStart = {
  /** Null for a new one. */
  slug: string | null;
  revision: number;
  definition: Definition;
  /** Wall clock of the course, as a form's field holds it; null where the calendar has them. */
  dates: { opensAt: string; dueAt: string; closesAt: string } | null;
  prompt: Draft;
};

/** Everything an item asks for. What is refused is said at once, and nothing typed is lost. */
export function ItemForm({ start, timeZone }: { start: ItemStart; timeZone: string }) {
  const [answer, action, busy] = useActionState(saveItemAction, null);
  const problem = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (answer) problem.current?.focus();
  }, [answer]);
  const definition = answer?.definition ?? start.definition;
  const dates = answer?.dates ?? start.dates;
  const { kind } = definition;
  return (
    <form action={action} className="max-w-[46rem] space-y-10">
      <input type="hidden" name="kind" value={kind} />
      <input type="hidden" name="slug" value={start.slug ?? ''} />
      <input type="hidden" name="revision" value={start.revision} />
      {/* A new answer is a new set of fields: they begin with what was typed. */}
      <div key={answer?.id} className="space-y-10">
        <TextField name="title" label="Title" required maxLength={200} defaultValue={definition.title} />
        <Editor
          place={start.slug ? `item:${start.slug}` : `item:new-${kind}`}
          name="prompt"
          label="Prompt"
          initial={{ ...start.prompt, text: answer ? definition.prompt : start.prompt.text }}
          minRows={10}
          required
        />
        <FieldRows fields={definition.fields} />
        {kind === 'written' && <Grading definition={definition} />}
        <Rest definition={definition} />
        {dates && <DateFields dates={dates} timeZone={timeZone} />}
        <ReadingFields reading={definition.reading} />
      </div>
      {answer && (
        <div ref={problem} tabIndex={-1}>
          <Notice tone="bad" urgent title="Not saved">
            {answer.problem}
          </Notice>
        </div>
      )}
      <Button type="submit" tone="primary" size="lg" busy={busy}>
        {start.slug ? 'Save changes' : 'Create'}
      </Button>
    </form>
  );
}

const scales: { scale: Scale; name: string }[] = [
  { scale: 'points', name: 'Points' },
  { scale: 'check', name: '✓−, ✓ or ✓+' },
  { scale: 'decision', name: 'Accepted, or changes asked for' },
];

function Grading({ definition: { scale, maxPoints, criteria, hideNames } }: { definition: Definition }) {
  return (
    <fieldset className="space-y-5">
      <legend className="mb-3 font-serif text-xl font-semibold">How it is graded</legend>
      <div className="grid gap-4 sm:grid-cols-[minmax(0,1fr)_8rem]">
        <Field label="Scale">
          {(ids) => (
            <select {...ids} name="scale" defaultValue={scale} className={controlClass}>
              {scales.map((each) => (
                <option key={each.scale} value={each.scale}>
                  {each.name}
                </option>
              ))}
            </select>
          )}
        </Field>
        <TextField name="maxPoints" label="Points" type="number" min={0} step="any" defaultValue={maxPoints ?? ''} />
      </div>
      <CriterionRows criteria={criteria} />
      <Check name="hideNames" label="Hide names from graders until release" on={hideNames} />
    </fieldset>
  );
}

function Rest({ definition: { allowPdf, maxAuthors } }: { definition: Definition }) {
  return (
    <div className="space-y-4">
      <Check name="allowPdf" label="Take a PDF beside the text" on={allowPdf} />
      <TextField
        name="maxAuthors"
        label="How many may write together"
        type="number"
        min={1}
        max={6}
        defaultValue={maxAuthors}
        className="w-56"
      />
    </div>
  );
}

function Check({ name, label, on }: { name: string; label: string; on: boolean }) {
  return (
    <label className="flex min-h-9 items-center gap-3">
      <input type="checkbox" name={name} defaultChecked={on} className="size-5" />
      {label}
    </label>
  );
}

function DateFields({ dates, timeZone }: { dates: NonNullable<ItemStart['dates']>; timeZone: string }) {
  return (
    <fieldset>
      <legend className="mb-3 font-serif text-xl font-semibold">Dates</legend>
      <div className="grid gap-4 sm:grid-cols-3">
        <TextField name="opensAt" label="Opens" type="datetime-local" required defaultValue={dates.opensAt} />
        <TextField name="dueAt" label="Due" type="datetime-local" required defaultValue={dates.dueAt} />
        <TextField name="closesAt" label="Closes" type="datetime-local" required defaultValue={dates.closesAt} />
      </div>
      <p className="mt-2 text-xs text-ink-soft">
        In the course’s time zone, {timeZone}. Between due and closed it is taken late. Later, dates are moved in the
        calendar.
      </p>
    </fieldset>
  );
}

function ReadingFields({ reading }: { reading: Definition['reading'] }) {
  return (
    <fieldset className="space-y-4">
      <legend className="mb-3 font-serif text-xl font-semibold">Reading, if it is about one</legend>
      <TextField name="readingTitle" label="Title" maxLength={300} defaultValue={reading?.title} />
      <div className="grid gap-4 sm:grid-cols-2">
        <TextField name="readingAuthors" label="Authors" maxLength={300} defaultValue={reading?.authors} />
        <TextField name="readingSource" label="Where it appeared" maxLength={300} defaultValue={reading?.source} />
      </div>
      <TextField name="readingUrl" label="Address" type="url" maxLength={2000} defaultValue={reading?.url ?? ''} />
    </fieldset>
  );
}
