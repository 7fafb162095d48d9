import { useClock } from '../../../../_components/clock.tsx';
import { absoluteTime } from '../../../../_components/time-format.ts';
import type { SaveState } from './use-draft.ts';

/** "saved 12:03", beside the file's name. */
export function SaveNote({ save }: { save: SaveState }) {
  const { zone, now } = useClock();
  const tone = save.kind === 'offline' || save.kind === 'conflict' ? 'text-warn' : 'text-ink-soft';
  return (
    <span className={`truncate text-xs ${tone}`}>
      {words(save, (at) => absoluteTime(at, zone, now).split(', ')[1] ?? '')}
    </span>
  );
}

function words(save: SaveState, clock: (at: Date) => string): string {
  if (save.kind === 'saved') return save.at ? `saved ${clock(new Date(save.at))}` : 'starter';
  if (save.kind === 'offline') return `${save.why}: kept in this browser`;
  if (save.kind === 'conflict') return 'not saved: changed elsewhere';
  return save.kind === 'saving' ? 'saving' : 'not saved yet';
}
