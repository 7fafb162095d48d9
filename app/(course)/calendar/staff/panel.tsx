import Link from 'next/link';
import { type ReactNode, useId } from 'react';
import { paths } from '#lib/paths.ts';

/** A form that opens in the calendar, in the place of what it changes. */
export function Panel({ title, anchor = '', children }: { title: string; anchor?: string; children: ReactNode }) {
  const id = useId();
  return (
    <section aria-labelledby={id} className="my-3 rounded-lg bg-sheet p-5 ring-1 ring-rule sm:p-6">
      <div className="mb-5 flex items-baseline justify-between gap-4">
        <h3 id={id} className="text-lg">
          {title}
        </h3>
        <Link href={paths.calendar() + anchor} className="link text-sm">
          Close
        </Link>
      </div>
      {children}
    </section>
  );
}
