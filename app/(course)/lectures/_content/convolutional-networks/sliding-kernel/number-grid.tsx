'use client';
import { type CSSProperties, type KeyboardEvent, useRef, useState } from 'react';
import { type Cell, cellsOf, type Grid, valueAt } from '#lib/ml/convolution.ts';
import { useHydrated } from '../../../../../_components/use-hydrated.ts';
import { moveInGrid } from './grid-keys.ts';
import { readNumber, say, sayPlace } from './words.ts';

type Props = {
  /** What the grid is, and what a cell is called: "Image", "Weight". */
  label: string;
  grid: Grid;
  onChange: (cell: Cell, value: number) => void;
  /** Colours of a cell. */
  look: (value: number) => CSSProperties;
  /** Drawn with a ring: the kernel stands there. */
  isMarked?: (cell: Cell) => boolean;
  /** Held down and drawn over cells, the pointer sets this number instead of choosing a cell. */
  brush?: number | null;
  /** Cells of zeros round the image, drawn but not edited. */
  padding?: number;
};

/**
 * Numbers one can change. One stop for Tab; arrow keys choose a cell, typing replaces its number, Enter goes down,
 * Escape takes the typing back.
 */
export function NumberGrid({ label, grid, onChange, look, isMarked = () => false, brush = null, padding = 0 }: Props) {
  const [active, setActive] = useState<Cell>({ row: 0, column: 0 });
  const [typed, setTyped] = useState<string | null>(null);
  const box = useRef<HTMLDivElement>(null);
  const hydrated = useHydrated();

  const focus = (cell: Cell) => {
    const input = box.current?.querySelector<HTMLInputElement>(`[data-cell="${cell.row},${cell.column}"] input`);
    input?.focus();
  };
  const keep = (cell: Cell) => {
    const value = typed === null ? null : readNumber(typed);
    if (value !== null) onChange(cell, value);
    setTyped(null);
  };
  const press = (event: KeyboardEvent, cell: Cell) => {
    const target = moveInGrid(event, cell, grid);
    if (event.key === 'Escape') setTyped(null);
    if (event.key === 'Enter') keep(cell);
    if (!target) return;
    event.preventDefault();
    keep(cell);
    focus(target);
  };
  const paint = (cell: Cell) => {
    if (brush !== null && valueAt(grid, cell) !== brush) onChange(cell, brush);
  };

  // The active cell may lie outside after another image was chosen.
  const stop = { row: Math.min(active.row, grid.rows - 1), column: Math.min(active.column, grid.columns - 1) };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a grid of the ARIA pattern; a table's rows cannot be laid out as one field
    <div
      ref={box}
      role="grid"
      aria-label={label}
      aria-rowcount={grid.rows}
      aria-colcount={grid.columns}
      tabIndex={-1}
      className="cells"
      style={{ '--columns': grid.columns + 2 * padding } as CSSProperties}
    >
      {paddingRows(padding, grid, 'above')}
      {Array.from({ length: grid.rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a row is its place
        // biome-ignore lint/a11y/useSemanticElements: as above
        // biome-ignore lint/a11y/useFocusableInteractive: its cells take the focus
        <div key={row} role="row" className="contents">
          {paddingCells(padding, `left ${row}`, (i) => isMarked({ row, column: i - padding }))}
          {cellsOf({ rows: 1, columns: grid.columns }).map(({ column }) => {
            const cell = { row, column };
            const value = valueAt(grid, cell);
            const isActive = stop.row === row && stop.column === column;
            return (
              // biome-ignore lint/a11y/useSemanticElements: as above
              // biome-ignore lint/a11y/useFocusableInteractive: the field inside takes the focus
              <div
                key={column}
                role="gridcell"
                data-cell={`${row},${column}`}
                data-marked={isMarked(cell) || undefined}
                className="cell"
                style={look(value)}
                onPointerDown={(event) => {
                  if (brush === null) return;
                  event.preventDefault();
                  // A finger is caught by the cell it came down on: let it go, so that the others hear of it.
                  event.currentTarget.releasePointerCapture?.(event.pointerId);
                  paint(cell);
                }}
                onPointerEnter={(event) => event.buttons === 1 && paint(cell)}
              >
                <input
                  aria-label={`${label}, ${sayPlace(cell)}`}
                  inputMode="text"
                  autoComplete="off"
                  spellCheck={false}
                  readOnly={!hydrated}
                  tabIndex={isActive ? 0 : -1}
                  value={isActive && typed !== null ? typed : say(value)}
                  onFocus={(event) => {
                    setActive(cell);
                    event.currentTarget.select();
                  }}
                  onBlur={() => keep(cell)}
                  onChange={(event) => setTyped(event.currentTarget.value)}
                  onKeyDown={(event) => press(event, cell)}
                />
              </div>
            );
          })}
          {paddingCells(padding, `right ${row}`, (i) => isMarked({ row, column: grid.columns + i }))}
        </div>
      ))}
      {paddingRows(padding, grid, 'below')}
    </div>
  );

  function paddingRows(rows: number, { columns, rows: height }: Grid, side: 'above' | 'below') {
    return Array.from({ length: rows }, (_, i) => {
      const row = side === 'above' ? i - rows : height + i;
      return paddingCells(columns + 2 * rows, `${side} ${i}`, (c) => isMarked({ row, column: c - rows }));
    });
  }
}

/** Zeros of the padding: seen, not read out, for the sum names them. */
function paddingCells(count: number, side: string, isMarked: (i: number) => boolean) {
  return Array.from({ length: count }, (_, i) => (
    <div
      key={`${side} ${
        // biome-ignore lint/suspicious/noArrayIndexKey: a cell is its place
        i
      }`}
      aria-hidden
      data-marked={isMarked(i) || undefined}
      className="cell padding"
    >
      0
    </div>
  ));
}
