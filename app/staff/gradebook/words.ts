import type { Cell, CellState } from '#lib/gradebook/core.ts';
import type { StatusTone } from '../../_components/status.tsx';

/** A state by mark, word and colour. The mark is what a narrow cell has room for. */
export const stateLook: Record<CellState, { tone: StatusTone; mark: string; word: string }> = {
  not_started: { tone: 'neutral', mark: '·', word: 'Nothing handed in' },
  submitted: { tone: 'info', mark: '○', word: 'Waiting for its grade' },
  grading: { tone: 'busy', mark: '◐', word: 'Being graded' },
  graded: { tone: 'good', mark: '✓', word: 'Graded' },
  late: { tone: 'warn', mark: '◷', word: 'Graded, late' },
};

/** Points without needless decimals; none yet is a dash, never a zero. */
export const pointsText = (points: number | null) => (points === null ? '–' : `${Math.round(points * 100) / 100}`);

export const scoreText = (score: number | null) => (score === null ? '–' : score.toFixed(3).replace(/0$/, ''));

/** The whole cell in words, as a screen reader says it. */
export function describeCell(cell: Cell): string {
  const { word } = stateLook[cell.state];
  const points = cell.points === null ? '' : `${pointsText(cell.points)} of ${cell.maxPoints} points, `;
  return `${points}${word.toLowerCase()}${cell.pending && cell.points !== null ? ', another submission waits' : ''}`;
}
