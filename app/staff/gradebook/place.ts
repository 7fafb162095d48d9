import type { GradebookRow } from '#lib/gradebook/server.ts';

/** Where the reader is in the sheet: a row of those shown, an assignment. */
export type Place = { row: number; column: number };

export type Sort = { by: 'name' | 'total'; down: boolean };

export const pageOfRows = 10;

/** Where a key leads; null where the key is not for moving. The last column is the last assignment. */
export function moveInSheet(
  { key, far }: { key: string; far: boolean },
  { row, column }: Place,
  { rows, columns }: { rows: number; columns: number },
): Place | null {
  const targets: Record<string, Place> = {
    ArrowUp: { row: far ? 0 : row - 1, column },
    ArrowDown: { row: far ? rows - 1 : row + 1, column },
    ArrowLeft: { row, column: far ? 0 : column - 1 },
    ArrowRight: { row, column: far ? columns - 1 : column + 1 },
    PageUp: { row: row - pageOfRows, column },
    PageDown: { row: row + pageOfRows, column },
    Home: { row: far ? 0 : row, column: 0 },
    End: { row: far ? rows - 1 : row, column: columns - 1 },
  };
  const target = targets[key];
  return target ? { row: within(target.row, rows), column: within(target.column, columns) } : null;
}

const within = (index: number, count: number) => Math.max(0, Math.min(count - 1, index));

/** The students whose name or address holds every word of the query, in the order asked for. */
export function selectRows(rows: readonly GradebookRow[], query: string, { by, down }: Sort): GradebookRow[] {
  const words = fold(query).split(/\s+/).filter(Boolean);
  const found = rows.filter(({ student }) => {
    const text = fold(`${student.name} ${student.email}`);
    return words.every((word) => text.includes(word));
  });
  // The sheet comes sorted by name; sorting is stable, so equal totals stay in that order.
  const sorted = by === 'total' ? found.toSorted((a, b) => a.total.points - b.total.points) : found;
  return down ? sorted.toReversed() : sorted;
}

/** Without case and accents, so that "nguyen" finds "Nguyễn". */
const fold = (text: string) =>
  text
    .normalize('NFKD')
    .replace(/\p{Diacritic}/gu, '')
    .toLowerCase();

/** Which rows to draw: those in sight and some around them. */
export function rowsInSight(
  { top, height }: { top: number; height: number },
  { rowHeight, rows, around }: { rowHeight: number; rows: number; around: number },
): { from: number; to: number } {
  const from = Math.max(0, Math.floor(top / rowHeight) - around);
  const to = Math.min(rows, Math.ceil((top + height) / rowHeight) + around);
  return { from: Math.min(from, rows), to: Math.max(to, 0) };
}
