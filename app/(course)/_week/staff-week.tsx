import Link from 'next/link';
import type { ReactNode } from 'react';
import type { Context } from '#lib/context.ts';
import { stageOf, type WaitingWork, type WeekItem } from '#lib/course/core.ts';
import { getStaffWeek, listOwnItems } from '#lib/course/week.ts';
import { paths } from '#lib/paths.ts';
import { EmptyState } from '../../_components/empty-state.tsx';
import { Time } from '../../_components/time.tsx';
import { Section } from './section.tsx';

/** What waits for staff, in a plain list: a number stands here only if somebody can act on it. */
export async function StaffWeek({ ctx }: { ctx: Context }) {
  const [work, items] = await Promise.all([getStaffWeek(ctx), listOwnItems(ctx)]);
  return (
    <div className="grid gap-x-16 gap-y-12 lg:grid-cols-[minmax(0,1fr)_22rem]">
      <Section title="What waits">
        <Waiting work={work} />
        <p className="mt-6">
          <Link href={paths.staff.gradebook()} className="link">
            Open the gradebook
          </Link>
        </p>
      </Section>
      <Section title="Assignments">
        {items.length === 0 ? (
          <EmptyState title="No assignments yet" className="mt-5">
            Publish one from its folder and it appears here with its dates.
          </EmptyState>
        ) : (
          <ul>
            {items.map((item) => (
              <Deadline key={item.slug} item={item} now={ctx.now} />
            ))}
          </ul>
        )}
      </Section>
    </div>
  );
}

function Waiting({ work }: { work: WaitingWork }) {
  const idle = work.failed + work.disagreeing + work.waiting === 0;
  return (
    <>
      {idle && <p className="border-b border-rule py-5 font-serif text-reading">Nothing waits for you.</p>}
      <ul>
        <Line count={work.failed} one="submission could not be graded" many="submissions could not be graded" urgent>
          The machine failed, not the student. No attempt was used.
        </Line>
        <Line
          count={work.disagreeing}
          one="grade differs from the server’s own training"
          many="grades differ from the server’s own training"
        >
          The student sees nothing of this until you act.
        </Line>
        <Line count={work.waiting} one="submission is being graded" many="submissions are being graded">
          Instant grades come before verification.
        </Line>
        <Line count={work.recent} one="submission in seven days" many="submissions in seven days">
          From a course of {work.students} {work.students === 1 ? 'student' : 'students'}.
        </Line>
      </ul>
    </>
  );
}

type LineProps = { count: number; one: string; many: string; urgent?: boolean; children: ReactNode };

/** Absent at zero: an empty list is the good news. */
function Line({ count, one, many, urgent = false, children }: LineProps) {
  if (count === 0) return null;
  return (
    <li className="flex items-baseline gap-5 border-b border-rule py-4">
      <span
        className={`min-w-10 text-end font-serif text-3xl font-semibold tabular-nums lining-nums ${urgent ? 'text-bad' : ''}`}
      >
        {count}
      </span>
      <span>
        <span className="block">{count === 1 ? one : many}</span>
        <span className="block text-sm text-ink-soft">{children}</span>
      </span>
    </li>
  );
}

const verbs = { upcoming: 'Opens', open: 'Due', overdue: 'Was due', closed: 'Closed' };

function Deadline({ item, now }: { item: WeekItem; now: Date }) {
  const stage = stageOf(item, now);
  const at = { upcoming: item.opensAt, open: item.dueAt, overdue: item.dueAt, closed: item.closesAt }[stage];
  return (
    <li className="border-b border-rule py-3.5">
      <Link href={paths.assignment(item.slug)} className="font-serif text-lg hover:text-accent">
        {item.title}
      </Link>
      <span className="block text-sm text-ink-soft">
        {verbs[stage]} <Time at={at} />
      </span>
    </li>
  );
}
