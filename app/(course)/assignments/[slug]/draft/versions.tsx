'use client';
import { useState } from 'react';
import type { DraftVersion } from '#lib/drafts/core.ts';
import { Button } from '../../../../_components/button.tsx';
import { Dialog } from '../../../../_components/dialog.tsx';
import { Time } from '../../../../_components/time.tsx';
import { listVersionsAction, readVersionAction } from '../actions.ts';

type Props = { slug: string; open: boolean; onOpenChange: (open: boolean) => void; onRestore: (code: string) => void };

/** What the draft was earlier. Restoring is an edit like any other: it is saved, and can be undone in the editor. */
export function Versions({ slug, open, onOpenChange, onRestore }: Props) {
  return (
    <Dialog
      side
      open={open}
      onOpenChange={onOpenChange}
      title="Earlier versions"
      description="Saved while you typed; the older, the fewer. Restoring one keeps what you have now as a version too."
    >
      {open && <VersionList slug={slug} onRestore={onRestore} />}
    </Dialog>
  );
}

function VersionList({ slug, onRestore }: Pick<Props, 'slug' | 'onRestore'>) {
  const [versions, setVersions] = useState<DraftVersion[] | 'failed' | null>(null);
  const [asked, setAsked] = useState(false);
  if (!asked) {
    setAsked(true);
    listVersionsAction(slug).then(setVersions, () => setVersions('failed'));
  }
  if (versions === null) return <p className="text-ink-soft">Loading the versions.</p>;
  if (versions === 'failed')
    return <p className="text-bad">The versions could not be loaded. Close this and try again.</p>;
  if (versions.length === 0) return <p className="text-ink-soft">None yet: they appear once you change the starter.</p>;
  return (
    <ol className="divide-y divide-rule">
      {versions.map((version, i) => (
        <li key={version.id} className="flex items-center justify-between gap-3 py-2.5">
          <span className="text-sm">
            <Time at={version.savedAt} past />
            <span className="block text-xs text-ink-soft">
              {version.lines === 1 ? '1 line' : `${version.lines} lines`}
            </span>
          </span>
          {i === 0 ? (
            <span className="text-sm text-ink-soft">now</span>
          ) : (
            <Button size="sm" onClick={async () => onRestore((await readVersionAction(slug, version.id)).code)}>
              Restore
            </Button>
          )}
        </li>
      ))}
    </ol>
  );
}
