import type { BackupState } from '#lib/backup/core.ts';
import { Notice } from '../../_components/notice.tsx';
import { Status } from '../../_components/status.tsx';
import { Time } from '../../_components/time.tsx';

/** One line while nights go well; a notice with what helps where they do not. */
export function Backups({ state }: { state: BackupState }) {
  switch (state.kind) {
    case 'none_yet':
      return <p className="text-ink-soft">The first is made in the coming night.</p>;
    case 'good':
      return (
        <p className="flex flex-wrap items-baseline gap-x-2">
          <Status tone="good">Backed up</Status>
          <span>
            <Time at={state.at} past />, {sizeText(state.bytes)} on {state.host}
          </span>
        </p>
      );
    case 'old':
      return (
        <Notice tone="warn" title="There was no backup for two nights">
          The last one is of <Time at={state.at} past />. A host makes them at night, or when it starts after one. By
          hand: <code>npm run -s course -- backup FILE</code>
        </Notice>
      );
    case 'failing':
      return (
        <Notice tone="bad" title="The nightly backup fails">
          {state.reason} {state.host && `It was tried on ${state.host}. `}
          {state.last ? (
            <>
              The last good one is of <Time at={state.last} past />.
            </>
          ) : (
            'There is none yet.'
          )}{' '}
          It is tried again every hour.
        </Notice>
      );
  }
}

function sizeText(bytes: number): string {
  const megabytes = bytes / 1e6;
  return megabytes < 10 ? `${megabytes.toFixed(1)} MB` : `${Math.round(megabytes)} MB`;
}
