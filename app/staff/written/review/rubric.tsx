import type { Criterion, Mark } from '#lib/writing/core/item.ts';
import { markSigns, marks } from '#lib/writing/core/item.ts';
import { markNames, type Scores } from '#lib/writing/core/score.ts';
import { controlClass } from '../../../_components/field.tsx';
import { Kbd } from '../../../_components/kbd.tsx';

type CriteriaProps = { criteria: Criterion[]; scores: Scores; set: (name: string, score: number | undefined) => void };

/** Each criterion with its key and what it was given. */
export function Criteria({ criteria, scores, set }: CriteriaProps) {
  if (criteria.length === 0) return null;
  return (
    <fieldset>
      <legend className="mb-2 text-sm font-[550]">Criteria</legend>
      <ol className="space-y-2">
        {criteria.map((criterion, i) => (
          <li key={criterion.name} className="flex items-center justify-between gap-3">
            <label htmlFor={`criterion-${criterion.name}`} className="flex min-w-0 items-baseline gap-2">
              <Kbd>{i + 1}</Kbd>
              <span>{criterion.label}</span>
            </label>
            <Score criterion={criterion} score={scores[criterion.name]} set={(score) => set(criterion.name, score)} />
          </li>
        ))}
      </ol>
    </fieldset>
  );
}

type ScoreProps = { criterion: Criterion; score: number | undefined; set: (score: number | undefined) => void };

function Score({ criterion: { name, maxPoints }, score, set }: ScoreProps) {
  const field = { id: `criterion-${name}`, name: `criterion:${name}` };
  if (maxPoints === null) {
    return (
      <input
        {...field}
        type="checkbox"
        value="1"
        checked={score === 1}
        onChange={(event) => set(event.target.checked ? 1 : 0)}
        className="size-6 shrink-0"
      />
    );
  }
  return (
    <span className="flex shrink-0 items-center gap-1.5 text-sm text-ink-soft">
      <input
        {...field}
        type="number"
        min={0}
        max={maxPoints}
        step="any"
        value={score ?? ''}
        onChange={(event) => set(event.target.value === '' ? undefined : Number(event.target.value))}
        className={`${controlClass} w-20! text-end`}
      />
      of {maxPoints}
    </span>
  );
}

export const markKeys: Record<Mark, string> = { minus: '-', check: '.', plus: '+' };

export function Marks({ mark, set }: { mark: Mark | null; set: (mark: Mark) => void }) {
  return (
    <fieldset>
      <legend className="mb-2 text-sm font-[550]">Mark</legend>
      <div className="flex gap-2">
        {marks.map((each) => (
          <label
            key={each}
            className="flex min-h-11 flex-1 cursor-pointer items-center justify-center gap-2 rounded-md bg-sheet px-3 ring-1 ring-rule-strong/80 ring-inset has-checked:bg-accent-wash has-checked:ring-2 has-checked:ring-accent has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent"
          >
            <input
              type="radio"
              name="mark"
              value={each}
              checked={mark === each}
              onChange={() => set(each)}
              className="sr-only"
            />
            <span aria-hidden className="text-lg font-semibold">
              {markSigns[each]}
            </span>
            <span className="sr-only">{markNames[each]}</span>
            <Kbd>{markKeys[each]}</Kbd>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

type PointsProps = {
  points: number | undefined;
  maxPoints: number;
  /** Null where the criteria carry no points. */
  sum: number | null;
  /** Criteria that were not given points yet. */
  open: number;
  set: (points: number | undefined) => void;
};

/** The sum of the criteria, or points for the whole. */
export function Points({ points, maxPoints, sum, open, set }: PointsProps) {
  if (sum !== null) {
    return (
      <p className="flex items-baseline justify-between border-t border-rule pt-3" aria-live="polite">
        <span className="font-[550]">Sum</span>
        <span className="text-xl font-semibold tabular-nums">
          {sum} <span className="text-base font-normal text-ink-soft">of {maxPoints} points</span>
          {open > 0 && <span className="block text-end text-sm font-normal text-ink-soft">{open} to go</span>}
        </span>
      </p>
    );
  }
  return (
    <label className="flex items-center justify-between gap-3">
      <span className="text-sm font-[550]">Points, 0 to {maxPoints}</span>
      <input
        type="number"
        name="points"
        id="points"
        min={0}
        max={maxPoints}
        step="any"
        value={points ?? ''}
        onChange={(event) => set(event.target.value === '' ? undefined : Number(event.target.value))}
        className={`${controlClass} w-24! text-end`}
      />
    </label>
  );
}
