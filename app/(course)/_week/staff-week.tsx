import Link from 'next/link';
import type { Context } from '#lib/context.ts';
import { stageOf } from '#lib/course/core.ts';
import { listWaiting } from '#lib/course/staff-week.ts';
import type { Item } from '#lib/items/core.ts';
import { listItems } from '#lib/items/server.ts';
import { paths } from '#lib/paths.ts';
import { EmptyState } from '../../_components/empty-state.tsx';
import { Time } from '../../_components/time.tsx';
import { Section } from './section.tsx';
import { WaitingList } from './waiting-list.tsx';

const dayMs = 24 * 3_600_000;

/** What waits for staff, in a plain list: a number stands here only if somebody can act on it. */
export async function StaffWeek({ ctx }: { ctx: Context }) {
  const [waiting, items] = await Promise.all([listWaiting(ctx), listItems(ctx)]);
  // What closed a while ago is the gradebook's.
  const dated = items.filter(({ closesAt }) => closesAt.getTime() > ctx.now.getTime() - 3 * dayMs).slice(0, 6);
  return (
    <div className="grid gap-x-16 gap-y-12 lg:grid-cols-[minmax(0,1fr)_20rem]">
      <Section title="What waits">
        <WaitingList waiting={waiting} />
      </Section>
      <Section title="Dates">
        {dated.length === 0 ? (
          <EmptyState title="Nothing is due yet" className="mt-5">
            Assignments, proposals and written work appear here with their dates.
          </EmptyState>
        ) : (
          <ul>
            {dated.map((item) => (
              <Deadline key={item.slug} item={item} now={ctx.now} />
            ))}
          </ul>
        )}
        <p className="mt-3 text-sm">
          <Link href={paths.calendar()} className="link inline-block py-1">
            The whole calendar
          </Link>
        </p>
      </Section>
    </div>
  );
}

function staffHref({ kind, slug }: Item): string {
  if (kind === 'code') return paths.assignment(slug);
  return kind === 'proposal' ? paths.staff.proposals({ item: slug }) : paths.staff.gradeWritten(slug);
}

const verbs = { upcoming: 'Opens', open: 'Due', overdue: 'Was due', closed: 'Closed' };

function Deadline({ item, now }: { item: Item; now: Date }) {
  const stage = stageOf(item, now);
  const at = { upcoming: item.opensAt, open: item.dueAt, overdue: item.dueAt, closed: item.closesAt }[stage];
  return (
    <li className="border-b border-rule">
      <Link href={staffHref(item)} className="group block py-3">
        <span className="font-serif group-hover:text-accent" dir="auto">
          {item.title}
        </span>
        <span className="block text-sm text-ink-soft">
          {verbs[stage]} <Time at={at} />
        </span>
      </Link>
    </li>
  );
}
