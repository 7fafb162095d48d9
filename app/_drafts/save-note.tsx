import { useClock } from '../_components/clock.tsx';
import { absoluteTime } from '../_components/time-format.ts';
import type { SaveState } from './use-draft.ts';

type Props = {
  save: SaveState;
  /** What there is before the first save, in a word. */
  untouched: string;
};

/** "Saved 12:03", beside what is written. */
export function SaveNote({ save, untouched }: Props) {
  const { zone, now } = useClock();
  const tone = save.kind === 'offline' || save.kind === 'conflict' ? 'text-warn' : 'text-ink-soft';
  const clock = (at: Date) => absoluteTime(at, zone, now).split(', ')[1] ?? '';
  return <span className={`truncate text-xs ${tone}`}>{saveWords(save, untouched, clock)}</span>;
}

/** @param clock the time of day of an instant */
export function saveWords(save: SaveState, untouched: string, clock: (at: Date) => string): string {
  if (save.kind === 'saved') return save.at ? `Saved ${clock(new Date(save.at))}` : untouched;
  if (save.kind === 'offline') return `${save.why}: kept in this browser`;
  if (save.kind === 'conflict') return 'Not saved: changed elsewhere';
  if (save.kind === 'sent') return 'Sending';
  return save.kind === 'saving' ? 'Saving' : 'Not saved yet';
}
