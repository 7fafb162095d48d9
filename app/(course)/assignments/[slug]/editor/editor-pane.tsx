'use client';
import { EllipsisVertical } from 'lucide-react';
import { type Ref, useState } from 'react';
import type { Task } from '#lib/harness/protocol.ts';
import { Button } from '../../../../_components/button.tsx';
import { Menu, MenuItem } from '../../../../_components/menu.tsx';
import { Conflict } from '../../../../_drafts/conflict.tsx';
import { SaveNote } from '../../../../_drafts/save-note.tsx';
import type { DraftHandle } from '../../../../_drafts/use-draft.ts';
import { Versions } from '../draft/versions.tsx';
import type { Assignment } from '../workbench.tsx';
import { CodeEditor, type EditorHandle } from './code-editor.tsx';

type Props = {
  assignment: Assignment;
  draft: DraftHandle;
  plain: boolean;
  typesUrl: string;
  /** In a demo: code to take the starter's place. */
  offer: string | null;
  /** Puts another text in the editor, as an edit that can be undone. */
  onReplace: (text: string, news: string) => void;
  /** Null where the student writes functions. */
  task: Task | null;
  onRun: () => void;
  ref: Ref<EditorHandle>;
};

export function EditorPane({ assignment, draft, plain, typesUrl, offer, onReplace, task, onRun, ref }: Props) {
  const [versionsOpen, setVersionsOpen] = useState(false);
  const { save, text: code } = draft;

  const applyOffer = () => offer && onReplace(offer, 'The network is convolutional now');

  return (
    <>
      <div className="flex min-h-10 shrink-0 items-center gap-3 border-b border-rule pr-1 pl-4">
        <h2 className="font-mono text-sm font-normal">model.ts</h2>
        <span className="flex-1" />
        <SaveNote save={save} untouched="Starter" />
        <Menu
          label="File"
          trigger={
            <button
              type="button"
              aria-label="File menu"
              className="grid size-8 place-items-center rounded-md text-ink-soft hover:bg-well hover:text-ink pointer-coarse:size-11"
            >
              <EllipsisVertical aria-hidden className="size-4" />
            </button>
          }
        >
          <MenuItem onSelect={() => void draft.saveNow()}>Save now</MenuItem>
          <MenuItem onSelect={() => setVersionsOpen(true)}>Earlier versions</MenuItem>
          <MenuItem onSelect={() => onReplace(assignment.starter, 'Back to the starter')}>
            Reset to the starter
          </MenuItem>
          {offer && <MenuItem onSelect={applyOffer}>Apply the offered change</MenuItem>}
        </Menu>
      </div>
      {offer && code === assignment.starter && (
        <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 border-b border-rule bg-accent-wash py-1.5 pr-2 pl-4 text-sm">
          <p>This demo offers a convolutional network in place of the plain one.</p>
          <Button size="sm" onClick={applyOffer}>
            Apply it
          </Button>
        </div>
      )}
      {save.kind === 'conflict' && (
        <Conflict
          what="This file"
          mine={code}
          theirs={save.theirs}
          onKeep={() => draft.keepMine(save.theirs)}
          onTake={() => draft.take(save.theirs)}
        />
      )}
      <CodeEditor
        ref={ref}
        code={code}
        onChange={draft.setText}
        onRun={onRun}
        onSave={() => void draft.saveNow()}
        plain={plain}
        typesUrl={typesUrl}
        task={task}
      />
      <Versions
        slug={assignment.slug}
        open={versionsOpen}
        onOpenChange={setVersionsOpen}
        onRestore={(restored) => {
          onReplace(restored, 'Restored the earlier version');
          setVersionsOpen(false);
        }}
      />
    </>
  );
}
