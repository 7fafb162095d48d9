import Link from 'next/link';
import type { ReactNode } from 'react';
import { paths } from '#lib/paths.ts';

type Props = {
  id: string;
  title: string;
  /** What can be done about all of them at once. */
  button?: ReactNode;
  lead: string;
  total: number;
  /** The newest of them, an `li` each. */
  children: ReactNode[];
};

/** Submissions that staff should look at. */
export function Raised({ id, title, button, lead, total, children }: Props) {
  return (
    <section aria-labelledby={id}>
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
        <div className="min-w-0 flex-1 basis-80">
          <h2 id={id} tabIndex={-1} className="text-xl">
            {title}
          </h2>
          <p className="mt-1 max-w-measure text-sm text-ink-soft">{lead}</p>
        </div>
        {button}
      </div>
      {children.length > 0 && <ul className="mt-3 divide-y divide-rule border-y border-rule">{children}</ul>}
      {total > children.length && (
        <p className="mt-2 text-sm text-ink-soft">
          These are the newest {children.length} of {total}.
        </p>
      )}
    </section>
  );
}

type LinkProps = { submission: { id: string; slug: string; title: string; student: string } };

export function SubmissionLink({ submission: { id, slug, title, student } }: LinkProps) {
  return (
    <Link href={paths.submission(slug, id)} className="link break-words">
      <bdi>{student}</bdi>, {title}
    </Link>
  );
}
