import { type Cell, type CellState, cellStates, type GradebookItem, type Override } from '#lib/gradebook/core.ts';
import type { Gradebook, GradebookRow } from '#lib/gradebook/server.ts';
import type { Mark } from '#lib/writing/core/item.ts';

/**
 * A gradebook on its way to the browser. As plain objects, thirty items of a hundred students are more than a megabyte;
 * packed they are a fifth of that: a row's cells are one text, and what a cell has in common with its column is left out.
 */
export type PackedBook = {
  items: GradebookItem[];
  rows: { student: GradebookRow['student']; cells: string; total: GradebookRow['total'] }[];
  /** Grades that staff set, by row and column. */
  overrides: { row: number; column: number; override: Override }[];
};

export function packBook({ items, rows }: Gradebook): PackedBook {
  return {
    items,
    rows: rows.map(({ student, cells, total }) => ({
      student,
      cells: cells.map((cell, column) => packCell(cell, items[column])).join(';'),
      total,
    })),
    overrides: rows.flatMap(({ cells }, row) =>
      cells.flatMap(({ override }, column) => (override ? [{ row, column, override }] : [])),
    ),
  };
}

export function unpackBook({ items, rows, overrides }: PackedBook): Gradebook {
  const book = {
    items,
    rows: rows.map(({ student, cells, total }) => {
      const packed = cells === '' ? [] : cells.split(';');
      return { student, cells: items.map((item, column) => unpackCell(packed[column] ?? '', item)), total };
    }),
  };
  for (const { row, column, override } of overrides) {
    const cell = book.rows[row]?.cells[column];
    if (cell) cell.override = override;
  }
  return book;
}

/** Numbers and ids between commas: none of them holds a comma or a semicolon. */
function packCell(cell: Cell, item: GradebookItem | undefined): string {
  const flags = (cell.late ? 1 : 0) + (cell.pending ? 2 : 0);
  const fields = [
    `${cellStates.indexOf(cell.state)}${flags}`,
    number(cell.points),
    cell.earned === cell.points ? '=' : number(cell.earned),
    cell.mark ?? '',
    number(cell.publicScore),
    cell.attempts || '',
    cell.submissionId ?? cell.writingId ?? '',
    instant(cell.submittedAt),
    cell.dueAt === item?.dueAt ? '' : instant(cell.dueAt),
  ];
  return fields.join(',').replace(/,+$/, '');
}

function unpackCell(packed: string, item: GradebookItem): Cell {
  const [head = '00', points, earned, mark, score, attempts, id = '', submittedAt, dueAt] = packed.split(',');
  const flags = Number(head.at(-1));
  const isCode = item.kind === 'code';
  return {
    state: cellStates[Number(head.slice(0, -1))] as CellState, // packed above from one of them
    late: (flags & 1) !== 0,
    pending: (flags & 2) !== 0,
    points: readNumber(points),
    earned: readNumber(earned === '=' ? points : earned),
    maxPoints: item.maxPoints,
    mark: (mark || null) as Mark | null, // packed above
    override: null,
    publicScore: readNumber(score),
    attempts: Number(attempts || 0),
    submissionId: isCode ? id || null : null,
    writingId: isCode ? null : id || null,
    submittedAt: readInstant(submittedAt),
    dueAt: readInstant(dueAt) ?? item.dueAt,
  };
}

const number = (value: number | null) => (value === null ? '' : String(value));
const readNumber = (text = '') => (text === '' ? null : Number(text));

/** ISO to milliseconds in base 36, and back. */
const instant = (iso: string | null) => (iso === null ? '' : Date.parse(iso).toString(36));
const readInstant = (text = '') => (text === '' ? null : new Date(Number.parseInt(text, 36)).toISOString());
