'use client';
import { useState } from 'react';
import type { Draft } from '#lib/drafts/core.ts';
import type { Criterion, Mark, Scale } from '#lib/writing/core/item.ts';
import { nextScore, type Scores } from '#lib/writing/core/score.ts';
import { markKeys } from './rubric.tsx';

export type RubricFacts = { scale: Scale; maxPoints: number | null; criteria: Criterion[] };

export type Begun = {
  scores: Scores;
  mark: Mark | null;
  points: number | undefined;
  /** A draft, or what was said last. */
  comment: Draft;
};

/** What a reviewer has given so far, by hand or by key. */
export function useRubric({ scale, criteria }: RubricFacts, begun: Begun) {
  const [scores, setScores] = useState(begun.scores);
  const [mark, setMark] = useState(begun.mark);
  const [points, setPoints] = useState(begun.points);
  const [isTouched, setTouched] = useState(false);

  function setScore(name: string, score: number | undefined) {
    const { [name]: _old, ...others } = scores;
    setScores(score === undefined ? others : { ...others, [name]: score });
    setTouched(true);
  }

  /** @returns whether the key gives something */
  function press(key: string): boolean {
    const criterion = /^[1-9]$/.test(key) ? criteria[Number(key) - 1] : undefined;
    if (criterion) setScore(criterion.name, nextScore(criterion, scores[criterion.name]));
    const pressed = scale === 'check' ? markOf(key) : null;
    if (pressed) give(setMark)(pressed);
    return criterion !== undefined || pressed !== null;
  }

  const give =
    <T>(set: (value: T) => void) =>
    (value: T) => {
      set(value);
      setTouched(true);
    };

  return { scores, setScore, mark, setMark: give(setMark), points, setPoints: give(setPoints), isTouched, press };
}

/** `=` is the key of `+` without Shift. */
function markOf(key: string): Mark | null {
  if (key === markKeys.minus) return 'minus';
  if (key === markKeys.check) return 'check';
  return key === markKeys.plus || key === '=' ? 'plus' : null;
}
