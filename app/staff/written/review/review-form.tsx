'use client';
import { useActionState, useEffect, useRef, useState } from 'react';
import type { Scale } from '#lib/writing/core/item.ts';
import { pointsOfCriteria } from '#lib/writing/core/score.ts';
import { Button } from '../../../_components/button.tsx';
import { Kbd } from '../../../_components/kbd.tsx';
import { Notice } from '../../../_components/notice.tsx';
import { reviewAction } from '../actions.ts';
import { Comment } from './comment.tsx';
import { useKeySwitch, useKeys, useWay } from './keys.tsx';
import { Criteria, Marks, Points } from './rubric.tsx';
import { type Begun, type RubricFacts, useRubric } from './use-rubric.ts';

type Props = {
  writingId: string;
  versionId: string;
  baseReviewId: string | null;
  rubric: RubricFacts;
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
  const given = useRubric(rubric, begun);
  const [isWarned, setWarned] = useState(false);
  const [keysOn, setKeysOn] = useKeySwitch();
  const form = useRef<HTMLFormElement>(null);
  const focus = (selector: string) => form.current?.querySelector<HTMLElement>(selector)?.focus();

  useKeys((key) => {
    if (given.press(key)) return true;
    const target = targets(scale)[key];
    if (target) focus(target);
    // The digit itself then goes into the field.
    else if (/^[0-9]$/.test(key) && scale === 'points') focus('#points');
    return target !== undefined;
  }, keysOn);
  useWay(way, keysOn, () => {
    if (!given.isTouched || isWarned) return true;
    setWarned(true);
    return false;
  });
  useEffect(() => {
    if (refused) form.current?.querySelector('[role=alert]')?.scrollIntoView({ block: 'nearest' });
  }, [refused]);

  return (
    <form
      ref={form}
      action={action}
      aria-label="Review"
      className="space-y-6"
      onKeyDown={(event) => {
        if (event.key === 'Escape' && event.target instanceof HTMLTextAreaElement) event.target.blur();
        if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || scale === 'decision') return;
        event.preventDefault();
        form.current?.requestSubmit();
      }}
    >
      <input type="hidden" name="versionId" value={versionId} />
      <input type="hidden" name="baseReviewId" value={baseReviewId ?? ''} />
      <input type="hidden" name="onward" value={onward} />
      <Criteria criteria={criteria} scores={given.scores} set={given.setScore} />
      {scale === 'check' && <Marks mark={given.mark} set={given.setMark} />}
      {scale === 'points' && maxPoints !== null && (
        <Points
          points={given.points}
          maxPoints={maxPoints}
          sum={pointsOfCriteria(criteria, given.scores)}
          open={
            criteria.filter(({ name, maxPoints: most }) => most !== null && given.scores[name] === undefined).length
          }
          set={given.setPoints}
        />
      )}
      <Comment writingId={writingId} initial={begun.comment} snippets={snippets} />
      {refused && (
        <Notice tone="bad" urgent>
          {refused.problem}
        </Notice>
      )}
      {isWarned && (
        <Notice tone="warn" urgent>
          What you gave is not saved. Save it, or press the key again to leave it.
        </Notice>
      )}
      <Buttons scale={scale} busy={busy} />
      <KeySwitch on={keysOn} set={setKeysOn} />
    </form>
  );
}

/** Where single keys put the focus. */
const targets = (scale: Scale): Record<string, string> => ({
  e: 'textarea[name=comment]',
  s: '[data-snippet]',
  ...(scale === 'decision' ? { a: '[value=accepted]', r: '[value=changes_asked]' } : { w: '[data-save]' }),
});

function Buttons({ scale, busy }: { scale: Scale; busy: boolean }) {
  if (scale !== 'decision') {
    return (
      <p className="flex flex-wrap items-center gap-3">
        <Button type="submit" tone="primary" busy={busy} data-save>
          Save and go on
        </Button>
        <span className="text-sm text-ink-soft">
          <Kbd>W</Kbd> then <Kbd>Enter</Kbd>, or <Kbd>Ctrl</Kbd>+<Kbd>Enter</Kbd> in a field
        </span>
      </p>
    );
  }
  return (
    <div className="flex flex-wrap items-center gap-3">
      <Button type="submit" name="decision" value="accepted" tone="primary" busy={busy}>
        Accept
      </Button>
      <Button type="submit" name="decision" value="changes_asked" busy={busy}>
        Ask for changes
      </Button>
      <span className="text-sm text-ink-soft">
        <Kbd>A</Kbd> or <Kbd>R</Kbd>, then <Kbd>Enter</Kbd>
      </span>
    </div>
  );
}

function KeySwitch({ on, set }: { on: boolean; set: (on: boolean) => void }) {
  return (
    <label className="flex items-start gap-2 text-sm text-ink-soft">
      <input type="checkbox" checked={on} onChange={(event) => set(event.target.checked)} className="mt-1 size-4" />
      <span>
        Single keys: <Kbd>J</Kbd> next, <Kbd>K</Kbd> previous, and those beside what they do
      </span>
    </label>
  );
}
