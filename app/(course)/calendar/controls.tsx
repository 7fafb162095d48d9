import Link from 'next/link';
import { paths } from '#lib/paths.ts';
import type { Query } from './query.ts';

type Props = { query: Query; isStudent: boolean };

/** How the calendar is shown: addresses, so that a choice can be bookmarked and works without script. */
export function Controls({ query, isStudent }: Props) {
  const view: Record<string, string> =
    query.view === 'month' ? { view: 'month', ...(query.month ? { month: query.month } : {}) } : {};
  const show: Record<string, string> = query.dueForMe ? { show: 'due' } : {};
  return (
    <div className="flex flex-wrap items-center gap-x-8 gap-y-3 border-b border-rule print:hidden">
      <Choices label="View">
        <Choice href={paths.calendar(show)} current={query.view === 'list'} name="List" />
        <Choice href={paths.calendar({ view: 'month', ...show })} current={query.view === 'month'} name="Month" />
      </Choices>
      {isStudent && (
        <Choices label="Show">
          <Choice href={paths.calendar(view)} current={!query.dueForMe} name="Everything" />
          <Choice href={paths.calendar({ ...view, show: 'due' })} current={query.dueForMe} name="Due for me" />
        </Choices>
      )}
    </div>
  );
}

function Choices({ label, children }: { label: string; children: React.ReactNode }) {
  return (
    <nav aria-label={label} className="-mx-3 flex">
      {children}
    </nav>
  );
}

function Choice({ href, current, name }: { href: string; current: boolean; name: string }) {
  return (
    <Link
      href={href}
      aria-current={current ? 'true' : undefined}
      className="relative inline-flex min-h-11 items-center px-3 text-sm font-[550] text-ink-soft after:absolute after:inset-x-3 after:-bottom-px after:h-0.5 after:bg-accent after:opacity-0 hover:text-ink focus-visible:-outline-offset-4 aria-[current]:text-ink aria-[current]:after:opacity-100"
    >
      {name}
    </Link>
  );
}
