import { textProblem } from '#lib/text/core.ts';
import type { Criterion, Decision, Mark, Scale } from './item.ts';
import { markSigns } from './item.ts';

/** What a reviewer says of a version. Exactly one of the three is set, by the scale of the item. */
export type Verdict = { decision: Decision | null; mark: Mark | null; points: number | null };

/** Points, or 1 where met, by name of criterion. */
export type Scores = Record<string, number>;

/** The points of criteria add up; null where the criteria carry none, and points are given for the whole. */
export function pointsOfCriteria(criteria: readonly Criterion[], scores: Scores): number | null {
  const counted = criteria.filter(({ maxPoints }) => maxPoints !== null);
  if (counted.length === 0) return null;
  return round(counted.reduce((sum, { name }) => sum + (scores[name] ?? 0), 0));
}

/** Half and third points add up to what a reader expects. */
const round = (points: number) => Math.round(points * 1000) / 1000;

/** What a criterion can be given, most first: its key steps through these. Whole points up to ten, else quarters. */
export function stepsOf({ maxPoints }: Pick<Criterion, 'maxPoints'>): number[] {
  if (maxPoints === null) return [1, 0];
  const whole = Number.isInteger(maxPoints) && maxPoints <= 10;
  const steps = whole ? maxPoints : 4;
  return Array.from({ length: steps + 1 }, (_, i) => round((maxPoints * (steps - i)) / steps));
}

/** What a criterion's key gives next, after `score`: everything first, then a step less, after nothing everything. */
export function nextScore(criterion: Pick<Criterion, 'maxPoints'>, score: number | undefined): number {
  const steps = stepsOf(criterion);
  const lower = score === undefined ? undefined : steps.find((step) => step < score);
  return lower ?? steps[0] ?? 0;
}

export type Rubric = { scale: Scale; maxPoints: number | null; criteria: readonly Criterion[] };

/** What is wrong with a review, in words; null when it can be saved. */
export function verdictProblem(rubric: Rubric, verdict: Verdict, scores: Scores, comment: string): string | null {
  const unkept = comment.trim() === '' ? null : textProblem(comment, 'The comment', 20_000);
  if (unkept) return unkept;
  const wrong = rubric.criteria.find(({ name, maxPoints }) => !isWithin(scores[name] ?? 0, maxPoints ?? 1));
  if (wrong) return `“${wrong.label}” takes 0 to ${wrong.maxPoints ?? 1}.`;
  // What nobody looked at is no zero.
  const open = rubric.criteria.find(({ name, maxPoints }) => maxPoints !== null && scores[name] === undefined);
  if (open) return `Give points for “${open.label}”, 0 if there is nothing to find.`;
  if (rubric.scale === 'decision') {
    if (!verdict.decision) return 'Choose whether it is accepted or changes are asked for.';
    const mute = verdict.decision === 'changes_asked' && comment.trim() === '';
    return mute ? 'Say in the comment what is to be changed.' : null;
  }
  if (rubric.scale === 'check') return verdict.mark ? null : 'Choose a mark.';
  if (verdict.points === null) return 'Give points.';
  return isWithin(verdict.points, rubric.maxPoints ?? 0) ? null : `Points go from 0 to ${rubric.maxPoints}.`;
}

const isWithin = (value: number, most: number) => Number.isFinite(value) && value >= 0 && value <= most;

/** "8.5 of 10 points", "✓+", "Accepted". */
export function verdictText({ decision, mark, points }: Verdict, maxPoints: number | null): string {
  if (decision) return decision === 'accepted' ? 'Accepted' : 'Changes asked for';
  if (mark) return markSigns[mark];
  return `${points} of ${maxPoints} points`;
}

/** A mark as it is read aloud. */
export const markNames: Record<Mark, string> = { minus: 'Check minus', check: 'Check', plus: 'Check plus' };
