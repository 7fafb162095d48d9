import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { GradebookRow } from '#lib/gradebook/server.ts';
import { moveInSheet, rowsInSight, selectRows } from './place.ts';
import { describeCell, pointsText, scoreText } from './words.ts';

const row = (name: string, email: string, points: number): GradebookRow => ({
  student: { id: email, name, email },
  cells: [],
  total: { points, maxPoints: 10 },
});
const rows = [row('Ada', 'a@x.edu', 3), row('Nguyễn Văn An', 'n@x.edu', 10), row('Zoë', 'z@x.edu', 3)];
const names = (found: GradebookRow[]) => found.map(({ student }) => student.name);

describe('selectRows', () => {
  it('finds by every word, without accents', () => {
    expect(names(selectRows(rows, 'an nguyen', { by: 'name', down: false }))).toEqual(['Nguyễn Văn An']);
    expect(names(selectRows(rows, 'Z@X', { by: 'name', down: false }))).toEqual(['Zoë']);
    expect(names(selectRows(rows, '  ', { by: 'name', down: false }))).toHaveLength(3);
  });

  it('sorts by total, equals by name', () => {
    expect(names(selectRows(rows, '', { by: 'total', down: false }))).toEqual(['Ada', 'Zoë', 'Nguyễn Văn An']);
    expect(names(selectRows(rows, '', { by: 'name', down: true }))).toEqual(['Zoë', 'Nguyễn Văn An', 'Ada']);
  });
});

describe('moveInSheet', () => {
  const size = { rows: 3, columns: 2 };
  it.each([
    ['ArrowDown', false, { row: 2, column: 0 }],
    ['ArrowUp', true, { row: 0, column: 0 }],
    ['ArrowLeft', false, { row: 1, column: 0 }],
    ['End', false, { row: 1, column: 1 }],
    ['End', true, { row: 2, column: 1 }],
    ['PageDown', false, { row: 2, column: 0 }],
    ['a', false, null],
  ])('%s', (key, far, target) => {
    expect(moveInSheet({ key, far }, { row: 1, column: 0 }, size)).toEqual(target);
  });
});

describe('rowsInSight', () => {
  it('covers what is in sight and never leaves the sheet', () => {
    fc.assert(
      fc.property(fc.nat(100_000), fc.integer({ min: 1, max: 2000 }), fc.nat(1000), (top, height, count) => {
        const { from, to } = rowsInSight({ top, height }, { rowHeight: 40, rows: count, around: 8 });
        expect(from).toBeGreaterThanOrEqual(0);
        expect(to).toBeLessThanOrEqual(count);
        if (top < count * 40 && count > 0) {
          expect(from * 40).toBeLessThanOrEqual(top);
          expect(to * 40).toBeGreaterThanOrEqual(Math.min(top + height, count * 40));
        }
      }),
    );
  });
});

describe('the words', () => {
  it('never calls nothing a zero', () => {
    expect([pointsText(null), pointsText(0), pointsText(7.5), scoreText(null), scoreText(0.9)]).toEqual([
      '–',
      '0',
      '7.5',
      '–',
      '0.90',
    ]);
  });

  it('tells the whole cell', () => {
    const cell = { state: 'graded', late: true, points: 8, earned: 8, maxPoints: 10, pending: true } as const;
    expect(
      describeCell({
        ...cell,
        submissionId: 's',
        writingId: null,
        mark: null,
        override: null,
        submittedAt: null,
        dueAt: '2026-03-01T12:00:00.000Z',
        publicScore: null,
        attempts: 2,
      }),
    ).toBe('8 of 10 points, graded, late, another submission waits');
  });
});
