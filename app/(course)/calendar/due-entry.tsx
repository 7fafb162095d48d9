import { Flag } from 'lucide-react';
import Link from 'next/link';
import type { ReactNode } from 'react';
import type { User } from '#lib/auth/core.ts';
import type { CalendarItem } from '#lib/calendar/core/entries.ts';
import { paths } from '#lib/paths.ts';
import { ButtonLink } from '../../_components/button.tsx';
import { Status } from '../../_components/status.tsx';
import { Time } from '../../_components/time.tsx';
import { anchorOf } from './query.ts';
import { entryClass, Readings } from './session-entry.tsx';
import { When } from './when.tsx';

type Props = {
  item: CalendarItem;
  timeZone: string;
  now: Date;
  user: User;
  mayEdit: boolean;
  children: ReactNode;
};

/** Something that is due, with the reader's own date and how they stand. */
export function DueEntry({ item, timeZone, now, user, mayEdit, children }: Props) {
  const { slug, title, dueAt, readings } = item;
  return (
    <article id={anchorOf('item', slug)} aria-labelledby={`due-${slug}`} className={entryClass}>
      <p className="text-sm tabular-nums">
        <When from={dueAt} zone={timeZone} />
      </p>
      <div className="min-w-0">
        <h4 id={`due-${slug}`} className="font-serif text-lg font-semibold break-words">
          <span className="mr-2 inline-flex items-baseline gap-1.5 font-sans text-sm font-[650] text-accent">
            <Flag aria-hidden className="size-3.5 self-center" />
            Due
          </span>
          <Link href={paths.item(item)} dir="auto" className="hover:text-accent">
            {title || slug}
          </Link>
        </h4>
        {user.role === 'student' && <Standing item={item} now={now} />}
        <Extended item={item} />
        <Readings readings={readings} />
      </div>
      {mayEdit && (
        <ButtonLink
          href={`${paths.calendar({ edit: `item:${slug}` })}#${anchorOf('item', slug)}`}
          size="sm"
          tone="quiet"
          className="-ml-2.5 justify-self-start sm:ml-0"
        >
          Dates<span className="sr-only"> of {title || slug}</span>
        </ButtonLink>
      )}
      {children && <div className="sm:col-span-full">{children}</div>}
    </article>
  );
}

function Standing({ item: { handedIn, opensAt, dueAt, closesAt }, now }: { item: CalendarItem; now: Date }) {
  if (handedIn) return <Status tone="good">Handed in</Status>;
  if (now < opensAt) {
    return (
      <p className="text-sm text-ink-soft">
        Opens <Time at={opensAt} />
      </p>
    );
  }
  if (now >= closesAt) return <Status tone="neutral">Closed, nothing handed in</Status>;
  if (now < dueAt) return <Status tone="neutral">Not handed in yet</Status>;
  return (
    <p className="text-sm">
      <Status tone="warn">Overdue</Status>
      <span className="text-ink-soft">
        , accepted until <Time at={closesAt} show="absolute" />
      </span>
    </p>
  );
}

/** Why the date is another than the class's: the reason as staff wrote it for this student. */
function Extended({ item: { extension, classDueAt } }: { item: CalendarItem }) {
  if (!extension) return null;
  return (
    <p className="mt-1 text-sm break-words">
      <span className="font-[550]">Extended for you</span>
      <span className="text-ink-soft">
        {' '}
        from <Time at={classDueAt} show="absolute" />:{' '}
      </span>
      <bdi>{extension.reason}</bdi>
    </p>
  );
}
