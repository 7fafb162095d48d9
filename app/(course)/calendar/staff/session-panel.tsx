import type { Session } from '#lib/calendar/core/entries.ts';
import { dayOf, timeOf } from '#lib/calendar/core/zone.ts';
import type { Calendar } from '#lib/calendar/server.ts';
import { anchorOf } from '../query.ts';
import type { Values } from '../read-form.ts';
import { Panel } from './panel.tsx';
import { SessionForm } from './session-form.tsx';

export function SessionPanel({ session, calendar }: { session: Session; calendar: Calendar }) {
  const zone = calendar.term.timeZone;
  return (
    <Panel title="Edit this class" anchor={`#${anchorOf('session', session.id)}`}>
      <SessionForm
        id={session.id}
        revision={session.revision}
        cancelled={session.cancelledAt !== null}
        values={valuesOfSession(session, zone)}
        items={calendar.items.map(({ slug, title }) => ({ slug, title: title || slug }))}
        zone={zone}
      />
    </Panel>
  );
}

function valuesOfSession(session: Session, zone: string): Values {
  const { topic, place, notes, startsAt, endsAt, links, readings } = session;
  const rows = [
    ...links.flatMap(({ label, url }, i) => [
      [`link-label-${i}`, label],
      [`link-url-${i}`, url],
    ]),
    ...readings.flatMap(({ id, title, authors, source, url, slug }, i) =>
      Object.entries({ id, title, authors, source, url: url ?? '', slug: slug ?? '' }).map(([field, value]) => [
        `reading-${field}-${i}`,
        value,
      ]),
    ),
  ];
  const times = { day: dayOf(startsAt, zone), from: timeOf(startsAt, zone), to: timeOf(endsAt, zone) };
  return { topic, place, notes, ...times, ...Object.fromEntries(rows) };
}
