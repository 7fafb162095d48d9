'use client';
import type { Draft } from '#lib/drafts/core.ts';
import { Button } from '../_components/button.tsx';
import { Dialog } from '../_components/dialog.tsx';
import { Notice } from '../_components/notice.tsx';
import { Time } from '../_components/time.tsx';

type Props = {
  /** What is written, as in "This file". */
  what: string;
  mine: string;
  theirs: Draft;
  onKeep: () => void;
  onTake: () => void;
};

/** Two tabs, one text: nothing is overwritten until one chooses, and the other stays among the earlier versions. */
export function Conflict({ what, mine, theirs, onKeep, onTake }: Props) {
  return (
    <Notice
      urgent
      tone="warn"
      title={`${what} was changed elsewhere`}
      className="m-2"
      action={
        <div className="flex flex-wrap gap-2">
          <Button size="sm" tone="primary" onClick={onKeep}>
            Keep mine
          </Button>
          <Button size="sm" onClick={onTake}>
            Take theirs
          </Button>
          <Dialog title="Both versions" trigger={<Button size="sm">See both</Button>}>
            <Version name="Mine, in this tab" text={mine} />
            <Version name="Theirs, on the server" text={theirs.text} />
          </Dialog>
        </div>
      }
    >
      Another tab or device saved it
      {theirs.savedAt && (
        <>
          {' '}
          on <Time at={theirs.savedAt} past />
        </>
      )}
      . Both texts are kept.
    </Notice>
  );
}

const versionClass =
  'mt-1 max-h-64 overflow-auto rounded-md bg-well p-3 font-mono text-xs whitespace-pre-wrap [overflow-wrap:anywhere]';

function Version({ name, text }: { name: string; text: string }) {
  return (
    <section aria-label={name} className="mt-3">
      <h3 className="font-sans text-sm">{name}</h3>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <pre tabIndex={0} className={versionClass}>
        {text}
      </pre>
    </section>
  );
}
