import Link from 'next/link';
import type { Context } from '#lib/context.ts';
import type { WeekItem } from '#lib/course/core.ts';
import { getOwnWeek } from '#lib/course/week.ts';
import { paths } from '#lib/paths.ts';
import { EmptyState } from '../../_components/empty-state.tsx';
import { Time } from '../../_components/time.tsx';
import { LeftOffList } from './left-off.tsx';
import { News } from './news.tsx';
import { NextThing } from './next-thing.tsx';
import { Section } from './section.tsx';

/** What is due, what is new, where was I: in this order. */
export async function StudentWeek({ ctx }: { ctx: Context }) {
  const { next, later, news, leftOff } = await getOwnWeek(ctx);
  return (
    <div className="grid gap-x-16 gap-y-12 lg:grid-cols-[minmax(0,1fr)_18rem]">
      <div className="space-y-14">
        {next ? <NextThing item={next} now={ctx.now} /> : <NothingDue later={later} />}
        <News notices={news} />
      </div>
      <div className="space-y-12">
        <LeftOffList places={leftOff} />
        {later.length > 0 && <Later items={later} />}
      </div>
    </div>
  );
}

function NothingDue({ later }: { later: WeekItem[] }) {
  const first = later[0];
  return (
    <EmptyState title="Nothing is due this week">
      {first ? (
        <p>
          The next one is <span className="text-ink">{first.title}</span>, due <Time at={first.dueAt} />.
        </p>
      ) : (
        <p>
          What is due will stand here, with its date. Until then, the{' '}
          <Link href={paths.lectures()} className="link">
            lectures
          </Link>{' '}
          are open.
        </p>
      )}
    </EmptyState>
  );
}

function Later({ items }: { items: WeekItem[] }) {
  return (
    <Section title="After that">
      <ul className="mt-2">
        {items.slice(0, 4).map((item) => (
          <li key={item.slug}>
            <Link href={paths.item(item)} className="group block py-2 pointer-coarse:py-3">
              <span className="font-serif group-hover:text-accent" dir="auto">
                {item.title}
              </span>
              <span className="block text-xs text-ink-soft">
                due <Time at={item.dueAt} />
              </span>
            </Link>
          </li>
        ))}
      </ul>
      <p className="mt-2 text-sm">
        <Link href={paths.assignments()} className="link inline-block py-1">
          All there is to hand in
        </Link>
      </p>
    </Section>
  );
}
