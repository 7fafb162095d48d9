'use client';
import { useActionState, useEffect, useRef, useState } from 'react';
import type { Criterion, Mark, Scale } from '#lib/writing/core/item.ts';
import { nextScore, pointsOfCriteria, type Scores } from '#lib/writing/core/score.ts';
import { Button } from '../../../_components/button.tsx';
import { Kbd } from '../../../_components/kbd.tsx';
import { Notice } from '../../../_components/notice.tsx';
import { reviewAction } from '../actions.ts';
import { Comment } from './comment.tsx';
import { useKeySwitch, useKeys, useWay } from './keys.tsx';
import { Criteria, Marks, markKeys, Points } from './rubric.tsx';

export type Begun = {
  scores: Scores;
  mark: Mark | null;
  points: number | undefined;
  comment: string;
};

type Props = {
  writingId: string;
  versionId: string;
  baseReviewId: string | null;
  rubric: { scale: Scale; maxPoints: number | null; criteria: Criterion[] };
  begun: Begun;
  snippets: { id: string; text: string }[];
  way: { previous: string | null; next: string | null };
  /** Where saving leads. */
  onward: string;
};

/** The rubric beside a text: everything in it can be done with keys alone. */
export function ReviewForm({ writingId, versionId, baseReviewId, rubric, begun, snippets, way, onward }: Props) {
  const { scale, maxPoints, criteria } = rubric;
  const [refused, action, busy] = useActionState(reviewAction, null);
  const [scores, setScores] = useState(begun.scores);
  const [mark, setMark] = useState(begun.mark);
  const [points, setPoints] = useState(begun.points);
  const [touched, setTouched] = useState(false);
  const [warned, setWarned] = useState(false);
  const [keysOn, setKeysOn] = useKeySwitch();
  const form = useRef<HTMLFormElement>(null);
  const change = (make: () => void) => {
    make();
    setTouched(true);
    setWarned(false);
  };
  const setScore = (name: string, score: number | undefined) =>
    change(() =>
      setScores((all) => {
        const { [name]: _old, ...others } = all;
        return score === undefined ? others : { ...others, [name]: score };
      }),
    );
  const focus = (selector: string) => form.current?.querySelector<HTMLElement>(selector)?.focus();

  useKeys((key) => {
    const criterion = /^[1-9]$/.test(key) ? criteria[Number(key) - 1] : undefined;
    if (criterion) setScore(criterion.name, nextScore(criterion, scores[criterion.name]));
    else if (/^[0-9]$/.test(key) && criteria.length === 0) return focus('#points') === undefined && false;
    else if (scale === 'check' && markOf(key)) change(() => setMark(markOf(key)));
    else if (key === 'a' && scale === 'decision') focus('[value=accepted]');
    else if (key === 'r' && scale === 'decision') focus('[value=changes_asked]');
    else if (key === 'e') focus('textarea');
    else if (key === 's') focus('[data-snippet]');
    else return false;
    return true;
  }, keysOn);
  useWay(way, keysOn, () => {
    if (!touched || warned) return true;
    setWarned(true);
    return false;
  });
  useEffect(() => {
    if (refused) form.current?.querySelector<HTMLElement>('[role=alert]')?.scrollIntoView({ block: 'nearest' });
  }, [refused]);

  return (
    <form
      ref={form}
      action={action}
      aria-label="Review"
      className="space-y-6"
      onKeyDown={(event) => {
        if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || scale === 'decision') return;
        event.preventDefault();
        form.current?.requestSubmit();
      }}
    >
      <input type="hidden" name="writingId" value={writingId} />
      <input type="hidden" name="versionId" value={versionId} />
      <input type="hidden" name="baseReviewId" value={baseReviewId ?? ''} />
      <input type="hidden" name="onward" value={onward} />
      <Criteria criteria={criteria} scores={scores} set={setScore} />
      {scale === 'check' && <Marks mark={mark} set={(value) => change(() => setMark(value))} />}
      {scale === 'points' && maxPoints !== null && (
        <Points
          points={points}
          maxPoints={maxPoints}
          sum={pointsOfCriteria(criteria, scores)}
          set={(value) => change(() => setPoints(value))}
        />
      )}
      <Comment
        writingId={writingId}
        text={refused?.comment ?? begun.comment}
        snippets={snippets}
        touch={() => change(() => undefined)}
      />
      {refused && (
        <Notice tone="bad" urgent>
          {refused.problem}
        </Notice>
      )}
      {warned && (
        <Notice tone="warn" urgent>
          This is not saved. Save it with <Kbd>Ctrl</Kbd>+<Kbd>Enter</Kbd>, or press the key again to leave it.
        </Notice>
      )}
      <Buttons scale={scale} busy={busy} />
      <label className="flex min-h-8 items-center gap-2 text-sm text-ink-soft">
        <input
          type="checkbox"
          checked={keysOn}
          onChange={(event) => setKeysOn(event.target.checked)}
          className="size-4"
        />
        <span>
          Single keys: <Kbd>J</Kbd> next, <Kbd>K</Kbd> previous, <Kbd>E</Kbd> comment, <Kbd>S</Kbd> snippets
        </span>
      </label>
    </form>
  );
}

function Buttons({ scale, busy }: { scale: Scale; busy: boolean }) {
  if (scale !== 'decision') {
    return (
      <Button type="submit" tone="primary" busy={busy} className="w-full">
        Save and go on <Kbd>Ctrl</Kbd>
        <Kbd>Enter</Kbd>
      </Button>
    );
  }
  return (
    <div className="flex flex-wrap gap-3">
      <Button type="submit" name="decision" value="accepted" tone="primary" busy={busy}>
        Accept <Kbd>A</Kbd>
      </Button>
      <Button type="submit" name="decision" value="changes_asked" busy={busy}>
        Ask for changes <Kbd>R</Kbd>
      </Button>
    </div>
  );
}

/** `=` is the key of `+` without Shift. */
const markOf = (key: string): Mark | null =>
  key === markKeys.minus
    ? 'minus'
    : key === markKeys.check
      ? 'check'
      : key === markKeys.plus || key === '='
        ? 'plus'
        : null;
