'use client';
import { ArrowDown, ArrowUp } from 'lucide-react';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import type { Gradebook, GradebookRow } from '#lib/gradebook/server.ts';
import { moveInSheet, type Place, rowsInSight, type Sort } from './place.ts';
import { describeCell, lookOf, ofText, pointsText, valueText } from './words.ts';

type Props = {
  book: Gradebook;
  rows: GradebookRow[];
  sort: Sort;
  onSort: (sort: Sort) => void;
  place: Place;
  onPlace: (place: Place) => void;
  onOpen: () => void;
  onClose: () => void;
};

/** Every row is as high as this, in pixels, so that rows out of sight need not be drawn. */
const rowHeight = 41;

/** The table itself: names and headings stay, one cell takes the focus, only rows in sight are drawn. */
export function Sheet({ book, rows, sort, onSort, place, onPlace, onOpen, onClose }: Props) {
  const { box, sight } = useSight(rows.length);
  const [wantsFocus, setWantsFocus] = useState(false);
  const stop = { row: Math.min(place.row, Math.max(0, rows.length - 1)), column: place.column };

  // The cell to focus may only be drawn after the sheet has scrolled there.
  useEffect(() => {
    if (!wantsFocus) return;
    const cell = box.current?.querySelector<HTMLElement>(`[data-place="${stop.row},${stop.column}"]`);
    if (!cell) return;
    cell.focus();
    setWantsFocus(false);
  });

  const go = (target: Place) => {
    onPlace(target);
    scrollTo(box.current, target.row);
    setWantsFocus(true);
  };
  const press = (event: KeyboardEvent) => {
    if (event.key === 'Escape') return onClose();
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      return onOpen();
    }
    const far = event.ctrlKey || event.metaKey;
    const target = moveInSheet({ key: event.key, far }, stop, { rows: rows.length, columns: book.items.length });
    if (!target) return;
    event.preventDefault();
    go(target);
  };

  return (
    <div ref={box} className="sheet">
      <table
        // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: the ARIA grid pattern on a table
        role="grid"
        aria-label="Grades, students by items"
        aria-rowcount={rows.length + 1}
        aria-colcount={book.items.length + 2}
        // Heard here and not by each of its cells, of which there may be thousands.
        onFocus={(event) => {
          const target = placeOf(event.target);
          if (target && (target.row !== stop.row || target.column !== stop.column)) onPlace(target);
        }}
        onClick={(event) => {
          const target = placeOf(event.target);
          if (!target) return;
          go(target);
          onOpen();
        }}
        onKeyDown={(event) => placeOf(event.target) && press(event)}
      >
        <thead>
          <tr aria-rowindex={1}>
            <SortHeader name="Student" by="name" sort={sort} onSort={onSort} className="name" />
            {book.items.map(({ slug, title, maxPoints }) => (
              <th key={slug} scope="col" title={title}>
                <span className="title">{title}</span>
                <span className="of">{ofText(maxPoints)}</span>
              </th>
            ))}
            <SortHeader name="Total" by="total" sort={sort} onSort={onSort} className="total" />
          </tr>
        </thead>
        <tbody>
          <Gap rows={sight.from} columns={book.items.length + 2} />
          {rows.slice(sight.from, sight.to).map(({ student, cells, total }, i) => {
            const index = sight.from + i;
            return (
              <tr key={student.id} aria-rowindex={index + 2}>
                <th scope="row" className="name" title={`${student.name}, ${student.email}`}>
                  <bdi>{student.name}</bdi>
                </th>
                {cells.map((cell, column) => {
                  const isStop = index === stop.row && column === stop.column;
                  const look = lookOf(cell);
                  return (
                    <td
                      key={book.items[column]?.slug}
                      // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a cell of the grid above
                      role="gridcell"
                      data-place={`${index},${column}`}
                      data-state={cell.state}
                      data-late={cell.late || undefined}
                      data-mark={look.mark}
                      tabIndex={isStop ? 0 : -1}
                      aria-selected={isStop}
                      aria-label={describeCell(cell)}
                      title={look.word}
                    >
                      {`${valueText(cell)}${cell.override ? '*' : ''}`}
                    </td>
                  );
                })}
                <td className="total">
                  {pointsText(cells.some((cell) => cell.points !== null) ? total.points : null)}{' '}
                  <span className="of">of {total.maxPoints}</span>
                </td>
              </tr>
            );
          })}
          <Gap rows={rows.length - sight.to} columns={book.items.length + 2} />
        </tbody>
      </table>
      {rows.length === 0 && <p className="p-4 text-sm text-ink-soft">No student has such a name or address.</p>}
    </div>
  );
}

type SortHeaderProps = Pick<Props, 'sort' | 'onSort'> & { name: string; by: Sort['by']; className: string };

function SortHeader({ name, by, sort, onSort, className }: SortHeaderProps) {
  const isSorted = sort.by === by;
  const Arrow = sort.down ? ArrowDown : ArrowUp;
  return (
    <th scope="col" className={className} aria-sort={isSorted ? (sort.down ? 'descending' : 'ascending') : undefined}>
      <button type="button" onClick={() => onSort({ by, down: isSorted && !sort.down })}>
        {name}
        {isSorted && <Arrow aria-hidden className="size-3.5" />}
      </button>
    </th>
  );
}

/** Stands for rows that are not drawn. */
function Gap({ rows, columns }: { rows: number; columns: number }) {
  if (rows <= 0) return null;
  return (
    <tr aria-hidden>
      <td colSpan={columns} style={{ height: rows * rowHeight, padding: 0, border: 0 }} />
    </tr>
  );
}

/** The place of the cell that an event is about; null where it is about none. */
function placeOf(target: EventTarget): Place | null {
  const place = target instanceof Element ? target.closest<HTMLElement>('[data-place]')?.dataset.place : undefined;
  const [row, column] = place?.split(',').map(Number) ?? [];
  return row === undefined || column === undefined ? null : { row, column };
}

/** Which rows the sheet's window shows now. On the server, the first ones: as many as a high screen has room for. */
function useSight(rows: number) {
  const box = useRef<HTMLDivElement>(null);
  const [scroll, setScroll] = useState({ top: 0, height: 860, around: 0 });
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const look = () => setScroll({ top: element.scrollTop, height: element.clientHeight, around: 12 });
    look();
    element.addEventListener('scroll', look, { passive: true });
    const observer = new ResizeObserver(look);
    observer.observe(element);
    return () => {
      element.removeEventListener('scroll', look);
      observer.disconnect();
    };
  }, []);
  return { box, sight: rowsInSight(scroll, { rowHeight, rows, around: scroll.around }) };
}

/** Brings a row under the heading or above the lower edge; rows in sight stay where they are. */
function scrollTo(box: HTMLDivElement | null, row: number): void {
  if (!box) return;
  const head = box.querySelector('thead')?.clientHeight ?? 0;
  const top = row * rowHeight;
  const room = box.clientHeight - head - rowHeight;
  if (top < box.scrollTop) box.scrollTop = top;
  else if (top > box.scrollTop + room) box.scrollTop = top - room;
}
