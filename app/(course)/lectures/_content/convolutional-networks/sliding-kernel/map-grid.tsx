'use client';
import { type CSSProperties, useRef } from 'react';
import { type Grid, valueAt } from '#lib/ml/convolution.ts';
import { diverging } from './colours.ts';
import { moveInGrid } from './grid-keys.ts';
import { say, sayPlace } from './words.ts';

type Props = { map: Grid; position: number; written: number; onGoTo: (position: number) => void };

/** The map as far as it is written. Choosing a cell, by arrow key or pointer, takes the kernel there. */
export function MapGrid({ map, position, written, onGoTo }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const largest = Math.max(1e-9, ...map.values.map(Math.abs));
  const focus = (index: number) => {
    onGoTo(index);
    box.current?.querySelectorAll<HTMLElement>('[role="gridcell"]')[index]?.focus();
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a grid of the ARIA pattern, laid out as one field
    <div
      ref={box}
      role="grid"
      aria-label="Feature map"
      aria-rowcount={map.rows}
      aria-colcount={map.columns}
      aria-readonly
      tabIndex={-1}
      className="cells"
      style={{ '--columns': map.columns } as CSSProperties}
    >
      {Array.from({ length: map.rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a row is its place
        // biome-ignore lint/a11y/useSemanticElements: as above
        // biome-ignore lint/a11y/useFocusableInteractive: its cells take the focus
        <div key={row} role="row" className="contents">
          {Array.from({ length: map.columns }, (_, column) => {
            const cell = { row, column };
            const index = row * map.columns + column;
            const isWritten = index < written;
            const value = valueAt(map, cell);
            return (
              // biome-ignore lint/a11y/useSemanticElements: as above
              <div
                // biome-ignore lint/suspicious/noArrayIndexKey: a cell is its place
                key={column}
                role="gridcell"
                tabIndex={index === position ? 0 : -1}
                aria-label={`Map, ${sayPlace(cell)}: ${isWritten ? say(value) : 'not computed yet'}`}
                aria-selected={index === position}
                data-marked={index === position || undefined}
                className={`cell choosable ${isWritten ? '' : 'empty'}`}
                style={isWritten ? diverging(value / largest) : undefined}
                onClick={() => focus(index)}
                onKeyDown={(event) => {
                  const target = moveInGrid(event, cell, map);
                  if (!target) return;
                  event.preventDefault();
                  focus(target.row * map.columns + target.column);
                }}
              >
                {isWritten ? say(value) : '·'}
              </div>
            );
          })}
        </div>
      ))}
    </div>
  );
}
