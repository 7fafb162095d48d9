import Link from 'next/link';
import type { Waiting } from '#lib/course/core.ts';
import { paths } from '#lib/paths.ts';
import { Time } from '../../_components/time.tsx';

/** One line for each thing that waits, with the way to just that. Empty is the good news. */
export function WaitingList({ waiting }: { waiting: Waiting[] }) {
  if (waiting.length === 0) {
    return (
      <p className="mt-4 max-w-measure font-serif text-reading">
        Nothing waits for you.{' '}
        <span className="text-ink-soft">
          Proposals to decide, texts to grade, questions without an answer and gradings that failed would stand here.
        </span>
      </p>
    );
  }
  return (
    <ul>
      {waiting.map((one) => (
        <Line key={'slug' in one ? `${one.kind}:${one.slug}` : one.kind} waiting={one} />
      ))}
    </ul>
  );
}

function Line({ waiting }: { waiting: Waiting }) {
  const { count, oldestAt, kind } = waiting;
  const { one, many, more, since = 'The oldest came' } = words[kind];
  return (
    <li className="border-b border-rule">
      <Link href={hrefOf(waiting)} className="group flex items-baseline gap-5 py-4">
        <span
          className={`min-w-10 text-end font-serif text-3xl font-semibold tabular-nums lining-nums ${kind === 'failure' || kind === 'queue' ? 'text-bad' : ''}`}
        >
          {count}
        </span>{' '}
        <span className="min-w-0">
          <span className="link group-hover:text-accent-deep">{count === 1 ? one : many}</span>
          {'title' in waiting && (
            <span className="block font-serif break-words" dir="auto">
              {waiting.title}
            </span>
          )}
          <span className="block text-sm text-ink-soft">
            {since} <Time at={oldestAt} past />
            {'. '}
            {more}
          </span>
        </span>
      </Link>
    </li>
  );
}

type Words = { one: string; many: string; more?: string; since?: string };

const words: Record<Waiting['kind'], Words> = {
  failure: {
    one: 'submission could not be graded',
    many: 'submissions could not be graded',
    more: 'The machine failed, not the student. No attempt was used.',
    since: 'The first one failed',
  },
  queue: {
    one: 'submission waits for a grader',
    many: 'submissions wait for a grader',
    more: 'That is longer than it should be.',
    since: 'The first one waits since',
  },
  proposal: { one: 'proposal waits for a decision', many: 'proposals wait for a decision' },
  written: { one: 'text waits for a grade', many: 'texts wait for a grade' },
  question: {
    one: 'question has no answer',
    many: 'questions have no answer',
    since: 'The oldest was asked',
  },
  regrade: {
    one: 'regrade is a draft',
    many: 'regrades are drafts',
    more: 'Students see nothing of it until it is published.',
    since: 'The oldest was started',
  },
  disagreement: {
    one: 'grade was not reproduced by the server’s own training',
    many: 'grades were not reproduced by the server’s own training',
    more: 'The student sees nothing of this until you act.',
    since: 'The first was found',
  },
};

function hrefOf(waiting: Waiting): string {
  switch (waiting.kind) {
    case 'proposal':
      return paths.staff.proposals({ item: waiting.slug });
    case 'written':
      return paths.staff.gradeWritten(waiting.slug);
    case 'question':
      return paths.discussion({ show: 'unanswered' });
    case 'regrade':
      return waiting.id ? paths.staff.regrade(waiting.id) : paths.staff.regrades({ show: 'draft' });
    case 'failure':
      return paths.staff.grading('not-graded');
    case 'queue':
      return paths.staff.grading('queue');
    case 'disagreement':
      return paths.staff.grading('differing');
  }
}
