import type { Cell, CellState } from '#lib/gradebook/core.ts';
import { markSigns } from '#lib/writing/core/item.ts';
import { markNames } from '#lib/writing/core/score.ts';
import type { StatusTone } from '../../_components/status.tsx';

/** A state by mark, word and colour. The mark is what a narrow cell has room for. */
type StateLook = { tone: StatusTone; mark: string; word: string };

const stateLook: Record<CellState, StateLook> = {
  not_started: { tone: 'neutral', mark: '·', word: 'Nothing handed in' },
  submitted: { tone: 'info', mark: '○', word: 'Waiting for its grade' },
  grading: { tone: 'busy', mark: '◐', word: 'Being graded' },
  draft: { tone: 'neutral', mark: '✎', word: 'Begun, not handed in' },
  changes_asked: { tone: 'warn', mark: '↺', word: 'Changes asked for' },
  accepted: { tone: 'good', mark: '✓', word: 'Accepted' },
  graded: { tone: 'good', mark: '✓', word: 'Graded' },
  released: { tone: 'good', mark: '✓', word: 'Graded and released' },
};

/** State and lateness: by mark, word and colour. */
export function lookOf({ state, late }: Pick<Cell, 'state' | 'late'>): StateLook {
  const look = stateLook[state];
  return late ? { tone: 'warn', mark: '◷', word: `${look.word}, late` } : look;
}

/** What the marks of the sheet mean, in the order of a piece of work. */
export const legend: { mark: string; word: string }[] = [
  ...(['not_started', 'draft', 'submitted', 'grading', 'changes_asked'] as const).map((state) => stateLook[state]),
  { mark: '✓', word: 'Graded or accepted' },
  { mark: '◷', word: 'Late' },
  { mark: '*', word: 'Set by staff' },
];

/** What a cell shows: points, a mark, or nothing but its state. */
export const valueText = ({ points, maxPoints, mark }: Pick<Cell, 'points' | 'maxPoints' | 'mark'>) =>
  mark ? markSigns[mark] : maxPoints === null ? '' : pointsText(points);

export const ofText = (maxPoints: number | null) => (maxPoints === null ? '' : `of ${maxPoints}`);

/** Points without needless decimals; none yet is a dash, never a zero. */
export const pointsText = (points: number | null) => (points === null ? '–' : `${Math.round(points * 100) / 100}`);

export const scoreText = (score: number | null) => (score === null ? '–' : score.toFixed(3).replace(/0$/, ''));

/** The whole cell in words, as a screen reader says it. */
export function describeCell(cell: Cell): string {
  const value = cell.mark
    ? `${markNames[cell.mark]}, `
    : cell.points === null
      ? ''
      : `${pointsText(cell.points)} of ${cell.maxPoints} points, `;
  const set = cell.override ? ', set by staff' : '';
  const more = cell.pending && cell.points !== null ? ', another submission waits' : '';
  return value + lookOf(cell).word.toLowerCase() + set + more;
}
