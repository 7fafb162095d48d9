'use client';
import { EllipsisVertical } from 'lucide-react';
import { type Ref, useState } from 'react';
import type { Task } from '#lib/harness/protocol.ts';
import { Menu, MenuItem } from '../../../../_components/menu.tsx';
import { useToast } from '../../../../_components/toast.tsx';
import { Conflict } from '../draft/conflict.tsx';
import { SaveNote } from '../draft/save-note.tsx';
import type { DraftHandle } from '../draft/use-draft.ts';
import { Versions } from '../draft/versions.tsx';
import type { Assignment } from '../workbench.tsx';
import { CodeEditor, type EditorHandle } from './code-editor.tsx';

type Props = {
  assignment: Assignment;
  draft: DraftHandle;
  plain: boolean;
  typesUrl: string;
  /** Null where the student writes functions. */
  task: Task | null;
  onRun: () => void;
  ref: Ref<EditorHandle>;
};

export function EditorPane({ assignment, draft, plain, typesUrl, task, onRun, ref }: Props) {
  const [versionsOpen, setVersionsOpen] = useState(false);
  const toast = useToast();
  const { save, code } = draft;

  function replace(next: string, news: string) {
    const before = code;
    draft.setCode(next);
    setVersionsOpen(false);
    toast(news, { undo: () => draft.setCode(before) });
  }

  return (
    <>
      <div className="flex min-h-10 shrink-0 items-center gap-3 border-b border-rule pr-1 pl-4">
        <h2 className="font-mono text-sm font-normal">model.ts</h2>
        <span className="flex-1" />
        <SaveNote save={save} />
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
          <MenuItem onSelect={() => replace(assignment.starter, 'Back to the starter')}>Reset to the starter</MenuItem>
        </Menu>
      </div>
      {save.kind === 'conflict' && (
        <Conflict
          mine={code}
          theirs={save.theirs}
          onKeep={() => draft.keepMine(save.theirs)}
          onTake={() => draft.take(save.theirs)}
        />
      )}
      <CodeEditor
        ref={ref}
        code={code}
        onChange={draft.setCode}
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
        onRestore={(restored) => replace(restored, 'Restored the earlier version')}
      />
    </>
  );
}
