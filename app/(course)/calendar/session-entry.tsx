import Link from 'next/link';
import type { ReactNode } from 'react';
import type { Reading, Session } from '#lib/calendar/core/entries.ts';
import { paths } from '#lib/paths.ts';
import { ButtonLink } from '../../_components/button.tsx';
import { Status } from '../../_components/status.tsx';
import { Prose } from '../../_writing/prose.tsx';
import { anchorOf } from './query.ts';
import { When } from './when.tsx';

type Props = { session: Session; timeZone: string; mayEdit: boolean; children: ReactNode };

/** A class: when, about what, where, and what to read for it. */
export function SessionEntry({ session, timeZone, mayEdit, children }: Props) {
  const { id, topic, place, startsAt, endsAt, cancelledAt, notes, links, readings } = session;
  return (
    <article id={anchorOf('session', id)} aria-labelledby={`topic-${id}`} className={entryClass}>
      <p className="text-sm tabular-nums">
        <When from={startsAt} until={endsAt} zone={timeZone} />
      </p>
      <div className="min-w-0">
        <h4 id={`topic-${id}`} dir="auto" className="font-serif text-lg font-semibold break-words">
          {cancelledAt ? <s className="text-ink-soft">{topic}</s> : topic}
        </h4>
        {cancelledAt && <Status tone="warn">Cancelled</Status>}
        {place !== '' && !cancelledAt && <p className="text-sm break-words text-ink-soft">{place}</p>}
        <Readings readings={readings} />
        {links.length > 0 && (
          <ul className="mt-1 flex flex-wrap gap-x-5 text-sm">
            {links.map(({ id: linkId, label, url }) => (
              <li key={linkId}>
                <Address url={url}>{label}</Address>
              </li>
            ))}
          </ul>
        )}
        {notes !== '' && <Prose markdown={notes} headingLevel={5} compact className="mt-2 text-base" />}
      </div>
      {mayEdit && (
        <ButtonLink
          href={`${paths.calendar({ edit: `session:${id}` })}#${anchorOf('session', id)}`}
          size="sm"
          tone="quiet"
          className="-ml-2.5 justify-self-start sm:ml-0"
        >
          Edit<span className="sr-only"> {topic}</span>
        </ButtonLink>
      )}
      {children && <div className="sm:col-span-full">{children}</div>}
    </article>
  );
}

export const entryClass =
  'grid scroll-mt-20 grid-cols-[minmax(0,1fr)] items-start gap-x-6 gap-y-1 sm:grid-cols-[9rem_minmax(0,1fr)_auto] target:bg-accent-wash';

export function Readings({ readings }: { readings: Reading[] }) {
  if (readings.length === 0) return null;
  return (
    <ul className="mt-1 text-sm">
      {readings.map(({ id, title, authors, source, url }) => (
        <li key={id} className="break-words">
          <span className="text-ink-soft">Read: </span>
          {authors !== '' && `${authors}, `}
          {url ? <Address url={url}>{title}</Address> : title}
          {source !== '' && <span className="text-ink-soft">, {source}</span>}
        </li>
      ))}
    </ul>
  );
}

/** A page of this course opens in place, another site's without telling it where the reader comes from. */
function Address({ url, children }: { url: string; children: ReactNode }) {
  if (url.startsWith('/')) {
    return (
      <Link href={url} className="link">
        {children}
      </Link>
    );
  }
  return (
    <a href={url} rel="noreferrer" className="link">
      {children}
    </a>
  );
}
