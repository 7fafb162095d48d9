import { expect, test } from 'vitest';
import type { Cell, GradebookItem } from '#lib/gradebook/core.ts';
import { packBook, unpackBook } from './packed.ts';

const dueAt = '2026-01-20T10:00:00.000Z';
const code: GradebookItem = { slug: 'code', kind: 'code', title: 'Code', maxPoints: 10, dueAt };
const essay: GradebookItem = { slug: 'essay', kind: 'written', title: 'Essay', maxPoints: null, dueAt };

const blank: Cell = {
  state: 'not_started',
  late: false,
  submissionId: null,
  writingId: null,
  submittedAt: null,
  points: null,
  earned: null,
  maxPoints: null,
  mark: null,
  override: null,
  publicScore: null,
  dueAt,
  attempts: 0,
  pending: false,
};

const id = '0b0f6f0e-57a4-4a8e-9f37-0f5e0e6f6a11';
const submitted: Partial<Cell> = { submissionId: id, submittedAt: '2026-01-19T23:59:59.001Z', attempts: 3 };
const override = { points: 0, reason: 'Copied; see “mail”, page 2.', at: dueAt, by: 'Ada, Countess' };

const cells: [Cell, Cell][] = [
  [{ ...blank, maxPoints: 10 }, blank],
  [
    {
      ...blank,
      ...submitted,
      maxPoints: 10,
      state: 'graded',
      points: 7.25,
      earned: 7.25,
      publicScore: 0.9,
      late: true,
    },
    { ...blank, state: 'released', writingId: id, mark: 'plus', attempts: 1, submittedAt: dueAt },
  ],
  [
    { ...blank, ...submitted, maxPoints: 10, state: 'graded', points: 0, earned: 9, override, pending: true },
    { ...blank, state: 'changes_asked', late: true, dueAt: '2026-02-01T10:00:00.000Z' },
  ],
];

test('a packed gradebook is the same when it is unpacked', () => {
  const student = { id, name: 'Ada; Countess, of Lovelace', email: 'ada@example.edu' };
  const rows = cells.map((row) => ({ student, cells: row, total: { points: 1, maxPoints: 10 } }));
  const book = { items: [code, essay], rows };
  expect(unpackBook(packBook(book))).toEqual(book);
});

test('what nobody has begun takes a handful of characters', () => {
  const row = {
    student: { id, name: 'A', email: 'a@b.edu' },
    cells: cells[0] ?? [],
    total: { points: 0, maxPoints: 10 },
  };
  expect(packBook({ items: [code, essay], rows: [row] }).rows[0]?.cells.length).toBeLessThan(14);
});
