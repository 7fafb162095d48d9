import type { WritingState } from '#lib/writing/core/state.ts';
import { Status, type StatusTone } from '../_components/status.tsx';

const looks: Record<WritingState, { tone: StatusTone; word: string }> = {
  not_started: { tone: 'neutral', word: 'Not started' },
  draft: { tone: 'neutral', word: 'Draft' },
  submitted: { tone: 'info', word: 'Handed in' },
  late: { tone: 'warn', word: 'Handed in late' },
  changes_asked: { tone: 'warn', word: 'Changes asked for' },
  accepted: { tone: 'good', word: 'Accepted' },
  graded: { tone: 'good', word: 'Graded' },
  released: { tone: 'good', word: 'Graded' },
};

/** Where a text stands, in a word or two. */
export function WritingStatus({ state, filled }: { state: WritingState; filled?: boolean }) {
  const { tone, word } = looks[state];
  return (
    <Status tone={tone} {...(filled ? { filled } : {})}>
      {word}
    </Status>
  );
}
