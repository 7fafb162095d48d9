import type { Cell, Grid } from '#lib/ml/convolution.ts';

type Press = { key: string; ctrlKey: boolean; metaKey: boolean };

/** Where a key leads in a grid, as the ARIA grid pattern has it; null where the key is not for moving. */
export function moveInGrid(press: Press, { row, column }: Cell, { rows, columns }: Pick<Grid, 'rows' | 'columns'>) {
  const far = press.ctrlKey || press.metaKey;
  const targets: Record<string, Cell> = {
    ArrowUp: { row: row - 1, column },
    ArrowDown: { row: row + 1, column },
    Enter: { row: row + 1, column },
    ArrowLeft: { row, column: column - 1 },
    ArrowRight: { row, column: column + 1 },
    Home: { row: far ? 0 : row, column: 0 },
    End: { row: far ? rows - 1 : row, column: columns - 1 },
  };
  const target = targets[press.key];
  if (!target) return null;
  return {
    row: Math.max(0, Math.min(rows - 1, target.row)),
    column: Math.max(0, Math.min(columns - 1, target.column)),
  };
}
