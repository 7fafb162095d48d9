'use client';
// <Editor place={`post:${thread.id}`} name="body" label="Your reply" initial={draft ?? emptyDraft} words={range} />
// in any form: a text field called `name`, whose draft is kept under `place` while one types. The verb that takes the
// text ends the draft (`endDraft`), and the editor then empties itself.
import { CircleAlert } from 'lucide-react';
import { type ReactNode, useId, useState } from 'react';
import type { Draft } from '#lib/drafts/core.ts';
import type { WordRange } from '#lib/writing/core/item.ts';
import { Tab, TabList, TabPanel, Tabs } from '../_components/tabs.tsx';
import { useHydrated } from '../_components/use-hydrated.ts';
import { saveTextAction } from '../_drafts/actions.ts';
import { Conflict } from '../_drafts/conflict.tsx';
import { useDraftOwner } from '../_drafts/owner.tsx';
import { SaveNote } from '../_drafts/save-note.tsx';
import { useDraft } from '../_drafts/use-draft.ts';
import { Problem, Uploads, WritingHelp } from './below.tsx';
import { Preview } from './preview.tsx';
import { Toolbar } from './toolbar.tsx';
import { useEditing } from './use-editing.ts';
import { useForm } from './use-form.ts';
import { WordCount } from './word-count.tsx';

type Props = {
  place: string;
  name: string;
  label: string;
  initial: Draft;
  /** How many words are asked for. */
  words?: WordRange | null;
  minRows?: number;
  required?: boolean;
  /** What belongs into it. */
  hint?: ReactNode;
  error?: ReactNode;
};

const areaClass =
  'block w-full resize-y rounded-b-md bg-sheet px-3 py-2.5 font-mono text-sm leading-relaxed text-ink ring-1 ring-inset ring-rule-strong/80 hover:ring-rule-strong focus:outline-2 focus:outline-accent focus:-outline-offset-1 aria-invalid:ring-bad';

/** The one editor for everything people write: Markdown in a plain text area, which also works without any script. */
export function Editor(props: Props) {
  const { place, name, label, initial, words = null, minRows = 8, required, hint, error } = props;
  const id = useId();
  const hydrated = useHydrated();
  const draft = useDraft({
    scope: `${useDraftOwner()}:${place}`,
    initial,
    save: (text, baseRevision) => saveTextAction({ place, text, baseRevision }),
  });
  const editing = useEditing({ onSave: () => void draft.saveNow() });
  const [tab, setTab] = useState('write');
  const { text, save } = draft;
  useForm(editing.ref, { text, uploads: editing.images.uploads.length, onText: draft.setText, onSent: draft.markSent });

  return (
    <div className="min-w-0 space-y-2">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4">
        <label htmlFor={id} className="text-sm font-[550]">
          {label}
        </label>
        <SaveNote save={save} untouched="" />
      </div>
      {hint && (
        <div id={`${id}-hint`} className="text-sm text-ink-soft">
          {hint}
        </div>
      )}
      {save.kind === 'conflict' && (
        <Conflict
          what="This text"
          mine={text}
          theirs={save.theirs}
          onKeep={() => draft.keepMine(save.theirs)}
          onTake={() => draft.take(save.theirs)}
        />
      )}
      <Tabs value={tab} onValueChange={setTab}>
        <div className="flex flex-wrap items-center justify-between gap-x-2">
          <TabList label={`${label}: write or preview`} className="border-b-0">
            <Tab value="write">Write</Tab>
            <Tab value="preview">Preview</Tab>
          </TabList>
          <Toolbar
            label={label}
            disabled={!hydrated || tab !== 'write'}
            onCommand={editing.run}
            onFiles={(files) => void editing.images.add(files)}
          />
        </div>
        <TabPanel value="write" keepMounted>
          <textarea
            ref={editing.ref}
            id={id}
            name={name}
            dir="auto"
            rows={minRows}
            required={required}
            value={text}
            aria-describedby={`${hint ? `${id}-hint ` : ''}${id}-words${error ? ` ${id}-error` : ''}`}
            aria-invalid={error ? true : undefined}
            onChange={(event) => draft.setText(event.target.value)}
            onInvalid={() => setTab('write')}
            onKeyDown={editing.press}
            onPaste={editing.paste}
            onDrop={editing.drop}
            className={areaClass}
          />
        </TabPanel>
        <TabPanel value="preview" className="min-h-40 rounded-b-md bg-sheet px-4 py-3 ring-1 ring-inset ring-rule">
          <Preview text={text} />
        </TabPanel>
      </Tabs>
      {error && (
        <p id={`${id}-error`} className="flex items-start gap-1.5 text-sm text-bad">
          <CircleAlert aria-hidden className="mt-[0.2em] size-4 shrink-0" />
          <span>{error}</span>
        </p>
      )}
      <Uploads uploads={editing.images.uploads} />
      {editing.images.problem && <Problem problem={editing.images.problem} onDismiss={editing.images.dismiss} />}
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-1 text-xs text-ink-soft">
        <WordCount id={`${id}-words`} text={text} range={words} />
        <WritingHelp />
      </div>
    </div>
  );
}
