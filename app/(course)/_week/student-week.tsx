import Link from 'next/link';
import type { Context } from '#lib/context.ts';
import type { WeekItem } from '#lib/course/core.ts';
import { getOwnWeek, type NewResult, type OwnWeek } from '#lib/course/week.ts';
import { paths } from '#lib/paths.ts';
import { EmptyState } from '../../_components/empty-state.tsx';
import { Status } from '../../_components/status.tsx';
import { Time } from '../../_components/time.tsx';
import { NextThing } from './next-thing.tsx';
import { Section } from './section.tsx';

/** What is due, what is new, where was I: in this order. */
export async function StudentWeek({ ctx }: { ctx: Context }) {
  const { next, later, results, visits } = await getOwnWeek(ctx);
  return (
    <div className="grid gap-x-16 gap-y-12 lg:grid-cols-[minmax(0,1fr)_18rem]">
      <div className="space-y-14">
        {next ? <NextThing item={next} now={ctx.now} /> : <NothingDue later={later} />}
        <Results results={results} />
      </div>
      <div className="space-y-12">
        <LeftOff visits={visits} />
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

function Results({ results }: { results: NewResult[] }) {
  return (
    <Section title="New for you">
      {results.length === 0 ? (
        <p className="mt-4 text-ink-soft">Grades and feedback of the last seven days appear here.</p>
      ) : (
        <ul>
          {results.map((result) => (
            <Result key={result.submission.id} {...result} />
          ))}
        </ul>
      )}
    </Section>
  );
}

function Result({ submission, title, unseen }: NewResult) {
  const { outcome, points, maxPoints, gradedAt } = submission;
  const full = points === maxPoints;
  return (
    <li className="border-b border-rule">
      <Link
        href={paths.submission(submission.assignment, submission.id)}
        className="group flex flex-wrap items-baseline gap-x-6 gap-y-1 py-3.5"
      >
        <span className="min-w-0 flex-1 basis-56">
          <span className="font-serif text-lg group-hover:text-accent">{title}</span>
          {unseen && <span className="ml-2.5 text-xs font-semibold text-accent">New</span>}
          <span className="block text-sm text-ink-soft">{gradedAt && <Time at={gradedAt} past />}</span>
        </span>
        {outcome === 'graded' ? (
          <Status tone={full ? 'good' : 'info'}>
            {points} of {maxPoints} points
          </Status>
        ) : (
          <Status tone="warn">Did not run to the end</Status>
        )}
      </Link>
    </li>
  );
}

function LeftOff({ visits }: { visits: OwnWeek['visits'] }) {
  return (
    <Section title="Where you left off">
      {visits.length === 0 && (
        <p className="mt-4 text-sm text-ink-soft">
          The lectures and assignments you open are listed here. A good first one is among the{' '}
          <Link href={paths.lectures()} className="link">
            lectures
          </Link>
          .
        </p>
      )}
      <ul className="mt-2">
        {visits.map(({ kind, slug, title, at }) => (
          <li key={`${kind}:${slug}`}>
            <Link
              href={kind === 'lecture' ? paths.lecture(slug) : paths.assignment(slug)}
              className="group block py-2 pointer-coarse:py-3"
            >
              <span className="font-serif group-hover:text-accent">{title}</span>
              <span className="block text-xs text-ink-soft">
                {kind === 'lecture' ? 'Lecture' : 'Assignment'}, <Time at={at} show="relative" past />
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </Section>
  );
}

function Later({ items }: { items: WeekItem[] }) {
  return (
    <Section title="After that">
      <ul className="mt-2">
        {items.slice(0, 4).map((item) => (
          <li key={item.slug} className="py-2">
            <Link href={paths.item(item)} className="font-serif hover:text-accent">
              {item.title}
            </Link>
            <span className="block text-xs text-ink-soft">
              due <Time at={item.dueAt} />
            </span>
          </li>
        ))}
      </ul>
    </Section>
  );
}
