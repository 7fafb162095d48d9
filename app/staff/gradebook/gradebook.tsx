'use client';
import './gradebook.css';
import { useMemo, useState } from 'react';
import { useHydrated } from '../../_components/use-hydrated.ts';
import { CellStory } from './cell-story.tsx';
import { type PackedBook, unpackBook } from './packed.ts';
import { type Place, type Sort, selectRows } from './place.ts';
import { Sheet } from './sheet.tsx';
import { describeCell, legend } from './words.ts';

/** The class as a sheet, with the story of one cell beside it. */
export function Gradebook({ packed, maySet }: { packed: PackedBook; maySet: boolean }) {
  const book = useMemo(() => unpackBook(packed), [packed]);
  const [query, setQuery] = useState('');
  const [sort, setSort] = useState<Sort>({ by: 'name', down: false });
  const [place, setPlace] = useState<Place>({ row: 0, column: 0 });
  const hydrated = useHydrated();
  const [isOpen, setOpen] = useState(false);
  const rows = useMemo(() => selectRows(book.rows, query, sort), [book.rows, query, sort]);
  const row = rows[Math.min(place.row, rows.length - 1)];
  const item = book.items[place.column];
  const cell = row?.cells[place.column];
  return (
    <div className="flex min-h-0 flex-1 flex-col gap-4">
      <div className="flex flex-wrap items-center gap-x-6 gap-y-2">
        <label className="flex items-center gap-2 text-sm font-[550]">
          Find a student
          <input
            type="search"
            readOnly={!hydrated}
            value={query}
            onChange={(event) => {
              setQuery(event.currentTarget.value);
              setPlace({ row: 0, column: 0 });
            }}
            className="min-h-9 w-56 rounded-md bg-sheet px-3 text-base font-normal ring-1 ring-inset ring-rule-strong/80 pointer-coarse:min-h-11"
          />
        </label>
        <p role="status" className="text-sm text-ink-soft tabular-nums">
          {rows.length === book.rows.length
            ? `${rows.length} students`
            : `${rows.length} of ${book.rows.length} students`}
        </p>
        <p className="text-sm text-ink-soft">Arrow keys move, Enter opens, Escape closes.</p>
      </div>
      <div className="flex min-h-0 flex-1 flex-col items-start gap-6 lg:flex-row">
        <div className="max-w-full min-w-0">
          <Sheet
            book={book}
            rows={rows}
            sort={sort}
            onSort={setSort}
            place={place}
            onPlace={setPlace}
            onOpen={() => setOpen(true)}
            onClose={() => setOpen(false)}
          />
          {row && item && cell && (
            // A screen reader has heard it from the cell itself.
            <p aria-hidden className="mt-2 text-sm sm:truncate">
              <bdi>{row.student.name}</bdi>, {item.title}: {describeCell(cell)}
            </p>
          )}
          <Legend />
        </div>
        {isOpen && row && item && cell && (
          <CellStory
            key={`${row.student.id} ${item.slug}`}
            student={row.student}
            item={item}
            cell={cell}
            maySet={maySet}
            onClose={() => setOpen(false)}
          />
        )}
      </div>
    </div>
  );
}

function Legend() {
  return (
    <ul aria-label="Marks" className="mt-1 flex flex-wrap gap-x-4 text-xs text-ink-soft">
      {legend.map(({ mark, word }) => (
        <li key={mark}>
          <span aria-hidden>{mark}</span> {word}
        </li>
      ))}
    </ul>
  );
}
