import Link from 'next/link';
import type { ReactNode } from 'react';
import type { Context } from '#lib/context.ts';
import { stageOf, type WaitingTexts, type WaitingWork, type WeekItem } from '#lib/course/core.ts';
import { getStaffWeek, listOwnItems } from '#lib/course/week.ts';
import { paths } from '#lib/paths.ts';
import { EmptyState } from '../../_components/empty-state.tsx';
import { Time } from '../../_components/time.tsx';
import { Section } from './section.tsx';

/** What waits for staff, in a plain list: a number stands here only if somebody can act on it. */
export async function StaffWeek({ ctx }: { ctx: Context }) {
  const [{ work, texts }, items] = await Promise.all([getStaffWeek(ctx), listOwnItems(ctx)]);
  return (
    <div className="grid gap-x-16 gap-y-12 lg:grid-cols-[minmax(0,1fr)_22rem]">
      <Section title="What waits">
        <Waiting work={work} texts={texts} />
        <p className="mt-6">
          <Link href={paths.staff.gradebook()} className="link">
            Open the gradebook
          </Link>
        </p>
      </Section>
      <Section title="Dates">
        {items.length === 0 ? (
          <EmptyState title="Nothing is due yet" className="mt-5">
            Assignments, proposals and written work appear here with their dates.
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

function Waiting({ work, texts }: { work: WaitingWork; texts: WaitingTexts[] }) {
  const idle = work.failed + work.disagreeing + work.waiting + texts.length === 0;
  return (
    <>
      {idle && <p className="border-b border-rule py-5 font-serif text-reading">Nothing waits for you.</p>}
      <ul>
        {texts.map(({ slug, kind, title, waiting, oldestAt }) => (
          <Line
            key={slug}
            count={waiting}
            one={kind === 'proposal' ? 'proposal waits for a decision' : `text waits for a grade: ${title}`}
            many={kind === 'proposal' ? 'proposals wait for a decision' : `texts wait for a grade: ${title}`}
            href={kind === 'proposal' ? paths.staff.proposals() : paths.staff.gradeWritten(slug)}
          >
            The oldest came <Time at={oldestAt} past />.
          </Line>
        ))}
        <Line
          count={work.failed}
          one="submission could not be graded"
          many="submissions could not be graded"
          href={paths.staff.grading()}
          urgent
        >
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

type LineProps = {
  count: number;
  one: string;
  many: string;
  /** Where it is done. */
  href?: string;
  urgent?: boolean;
  children: ReactNode;
};

/** Absent at zero: an empty list is the good news. */
function Line({ count, one, many, href, urgent = false, children }: LineProps) {
  if (count === 0) return null;
  const what = count === 1 ? one : many;
  return (
    <li className="flex items-baseline gap-5 border-b border-rule py-4">
      <span
        className={`min-w-10 text-end font-serif text-3xl font-semibold tabular-nums lining-nums ${urgent ? 'text-bad' : ''}`}
      >
        {count}
      </span>
      <span>
        <span className="block">
          {href ? (
            <Link href={href} className="link">
              {what}
            </Link>
          ) : (
            what
          )}
        </span>
        <span className="block text-sm text-ink-soft">{children}</span>
      </span>
    </li>
  );
}

function staffHref(item: WeekItem): string {
  if (item.kind === 'code') return paths.assignment(item.slug);
  return item.kind === 'proposal' ? paths.staff.proposals() : paths.staff.gradeWritten(item.slug);
}

const verbs = { upcoming: 'Opens', open: 'Due', overdue: 'Was due', closed: 'Closed' };

function Deadline({ item, now }: { item: WeekItem; now: Date }) {
  const stage = stageOf(item, now);
  const at = { upcoming: item.opensAt, open: item.dueAt, overdue: item.dueAt, closed: item.closesAt }[stage];
  return (
    <li className="border-b border-rule py-3.5">
      <Link href={staffHref(item)} className="font-serif text-lg hover:text-accent">
        {item.title}
      </Link>
      <span className="block text-sm text-ink-soft">
        {verbs[stage]} <Time at={at} />
      </span>
    </li>
  );
}
