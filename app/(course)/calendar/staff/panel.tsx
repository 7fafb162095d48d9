import Link from 'next/link';
import { type ReactNode, useId } from 'react';
import { paths } from '#lib/paths.ts';

/** A form that opens in the calendar, in the place of what it changes. */
export function Panel({ title, anchor, children }: { title: string; anchor?: string; children: ReactNode }) {
  const id = useId();
  // Above the calendar it stands beside the weeks, below an entry it belongs to it.
  const Heading = anchor === undefined ? 'h2' : 'h5';
  return (
    <section aria-labelledby={id} className="my-3 rounded-lg bg-sheet p-5 ring-1 ring-rule sm:p-6">
      <div className="mb-5 flex items-baseline justify-between gap-4">
        <Heading id={id} className="font-serif text-lg font-semibold">
          {title}
        </Heading>
        <Link href={paths.calendar() + (anchor ?? '')} className="link text-sm">
          Close
        </Link>
      </div>
      {children}
    </section>
  );
}
