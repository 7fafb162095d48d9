import { ArrowRight } from 'lucide-react';
import Link from 'next/link';
import { stageOf, type WeekItem } from '#lib/course/core.ts';
import { paths } from '#lib/paths.ts';
import { ButtonLink } from '../../_components/button.tsx';
import { Time } from '../../_components/time.tsx';

/** The one thing to do next, large, with its one action. */
export function NextThing({ item, now }: { item: WeekItem; now: Date }) {
  const overdue = stageOf(item, now) === 'overdue';
  return (
    <article aria-labelledby="next" className="border-t-2 border-accent pt-6">
      <p className={`font-[550] ${overdue ? 'text-bad' : 'text-accent'}`}>
        {overdue ? 'Was due ' : 'Due '}
        <Time at={item.dueAt} withZone />
      </p>
      <h2 id="next" className="mt-3 text-3xl sm:text-4xl" dir="auto">
        {item.title}
      </h2>
      <p className="mt-4 max-w-measure font-serif text-reading text-ink-soft">{item.summary}</p>
      <p className="mt-4 max-w-measure text-sm text-ink-soft">
        {standing(item)}
        {overdue && (
          <>
            {' '}
            Late work is accepted until <Time at={item.closesAt} show="absolute" />.
          </>
        )}
      </p>
      <div className="mt-7 flex flex-wrap items-center gap-x-7 gap-y-4">
        <ButtonLink href={paths.item(item)} tone="primary" size="lg">
          {actionOf(item)}
          <ArrowRight aria-hidden />
        </ButtonLink>
        {item.lecture && (
          <Link href={paths.lecture(item.lecture)} className="link py-2">
            Read its lecture
          </Link>
        )}
      </div>
    </article>
  );
}

function actionOf({ kind, cell }: WeekItem): string {
  if (kind === 'code') return cell.attempts === 0 ? 'Start working' : 'Continue working';
  if (cell.state === 'changes_asked') return 'Read the comment and revise';
  return cell.state === 'draft' ? 'Continue writing' : 'Start writing';
}

/** How far one has come, in a sentence. */
function standing({ kind, cell, maxPoints, attemptsLeft }: WeekItem): string {
  const worth = maxPoints === null ? '' : `Worth ${maxPoints} points. `;
  if (kind !== 'code') {
    if (cell.state === 'changes_asked') return 'Staff ask for changes before they accept it.';
    return `${worth}${cell.state === 'draft' ? 'You have begun to write.' : ''}`.trim();
  }
  const left = `${attemptsLeft} ${attemptsLeft === 1 ? 'attempt' : 'attempts'} left`;
  if (cell.points !== null) {
    return `So far ${cell.points} of ${maxPoints} points${cell.pending ? ', another submission is being graded' : ''}. ${left}.`;
  }
  if (cell.attempts > 0) return `Your submission is being graded. ${left}.`;
  return `${worth}${left}.`;
}
