import { Search } from 'lucide-react';
import Link from 'next/link';
import { paths } from '#lib/paths.ts';

/** Search from anywhere: a field where there is room for one, else the way to it. */
export function SearchBox() {
  return (
    <>
      <search className="hidden xl:block">
        <form action={paths.search()} className="relative">
          <Search aria-hidden className="pointer-events-none absolute top-2.5 left-2.5 size-4 text-ink-soft" />
          <input
            type="search"
            name="q"
            aria-label="Search the course"
            placeholder="Search"
            maxLength={200}
            dir="auto"
            className="h-9 w-40 rounded-md bg-sheet pr-2 pl-8 text-sm ring-1 ring-rule-strong/60 ring-inset placeholder:text-ink-soft focus:outline-2 focus:-outline-offset-1 focus:outline-accent 2xl:w-56"
          />
        </form>
      </search>
      <Link
        href={paths.search()}
        aria-label="Search"
        className="grid size-9 shrink-0 place-items-center rounded-md hover:bg-well xl:hidden pointer-coarse:size-11"
      >
        <Search aria-hidden className="size-5" />
      </Link>
    </>
  );
}
