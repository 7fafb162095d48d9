'use client';
import { useDeferredValue, useMemo, useState } from 'react';
import { countWords, wordsAgainst } from '#lib/markdown/core.ts';
import type { WordRange } from '#lib/writing/core/item.ts';
import { LiveStatus } from '../_components/live-status.tsx';

type Props = { id: string; text: string; range: WordRange | null };

/** Seen at all times, said only when the range is entered or left. */
export function WordCount({ id, text, range }: Props) {
  const settled = useDeferredValue(text);
  const words = useMemo(() => countWords(settled), [settled]);
  const standing = standingOf(words, range);
  const [said, setSaid] = useState<{ standing: string; sentence: string }>({ standing, sentence: '' });
  if (said.standing !== standing) setSaid({ standing, sentence: wordsAgainst(words, range) });
  return (
    <>
      <span id={id} className="tabular-nums">
        {wordsAgainst(words, range)}
      </span>
      <LiveStatus>{said.sentence}</LiveStatus>
    </>
  );
}

function standingOf(words: number, range: WordRange | null): string {
  if (!range) return 'free';
  if (words < range.least) return 'under';
  return words > range.most ? 'over' : 'within';
}
