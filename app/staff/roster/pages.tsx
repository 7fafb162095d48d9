import Link from 'next/link';
import { paths } from '#lib/paths.ts';
import type { RosterQuery } from './filters.tsx';

type Props = { page: number; pages: number; query: RosterQuery };

/** Earlier and later pages of the same search. */
export function Pages({ page, pages, query }: Props) {
  if (pages <= 1) return null;
  const to = (number: number) => {
    const given = Object.entries(query).filter((pair): pair is [string, string] => Boolean(pair[1]));
    return `${paths.staff.roster()}?${new URLSearchParams([...given, ['page', String(number)]])}`;
  };
  return (
    <nav aria-label="Pages" className="flex items-center gap-4 text-sm">
      {page > 1 && (
        <Link href={to(page - 1)} className="link">
          Previous
        </Link>
      )}
      <span className="text-ink-soft">
        Page {page} of {pages}
      </span>
      {page < pages && (
        <Link href={to(page + 1)} className="link">
          Next
        </Link>
      )}
    </nav>
  );
}
