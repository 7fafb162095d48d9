'use client';
import { X } from 'lucide-react';
import Link from 'next/link';
import { useEffect, useState } from 'react';
import type { Cell, CellEvent, GradebookItem } from '#lib/gradebook/core.ts';
import type { GradebookRow } from '#lib/gradebook/server.ts';
import { paths } from '#lib/paths.ts';
import { Button, ButtonLink } from '../../_components/button.tsx';
import { Status } from '../../_components/status.tsx';
import { Time } from '../../_components/time.tsx';
import { cellStoryAction } from './actions.ts';
import { GradeForm } from './grade-form.tsx';
import { lookOf, ofText, pointsText, scoreText, valueText } from './words.ts';

type Props = {
  student: GradebookRow['student'];
  item: GradebookItem;
  cell: Cell;
  /** Whether the reader may put a grade in the place of this one. */
  maySet: boolean;
  onClose: () => void;
};

/** All that is behind one cell: how it stands, what happened to it, and the way to set it. */
export function CellStory({ student, item, cell, maySet, onClose }: Props) {
  const { tone, word } = lookOf(cell);
  const workHref = hrefOf(item, cell);
  return (
    <aside
      aria-label={`${student.name}, ${item.title}`}
      className="w-full shrink-0 rounded-lg bg-sheet p-5 ring-1 ring-rule lg:max-h-full lg:w-88 lg:overflow-y-auto"
      onKeyDown={(event) => event.key === 'Escape' && onClose()}
    >
      <div className="flex items-start justify-between gap-3">
        <div className="min-w-0">
          <h2 className="text-lg break-words">
            <bdi>{student.name}</bdi>
          </h2>
          <p className="text-sm break-all text-ink-soft">{student.email}</p>
        </div>
        <Button size="sm" tone="quiet" aria-label="Close" onClick={onClose}>
          <X aria-hidden />
        </Button>
      </div>
      <p className="mt-4 font-[550]">{item.title}</p>
      <Status tone={tone} className="mt-1">
        {word}
      </Status>
      <Facts cell={cell} kind={item.kind} />
      {workHref && (
        <ButtonLink href={workHref} size="sm" className="mt-5">
          {item.kind === 'code' ? 'Open the submission' : 'Open the text'}
        </ButtonLink>
      )}
      {maySet && cell.maxPoints !== null && (
        <GradeForm userId={student.id} slug={item.slug} cell={cell} maxPoints={cell.maxPoints} />
      )}
      {/* A grade that was just set is history at once. */}
      <History key={cell.override?.at} userId={student.id} slug={item.slug} handedIn={cell.submittedAt !== null} />
    </aside>
  );
}

function hrefOf({ kind, slug }: GradebookItem, { submissionId, writingId }: Cell): string | null {
  if (submissionId) return paths.submission(slug, submissionId);
  if (!writingId) return null;
  return kind === 'proposal' ? paths.staff.proposal(writingId) : paths.staff.gradeWritten(slug, writingId);
}

function Facts({ cell, kind }: { cell: Cell; kind: GradebookItem['kind'] }) {
  const { state, points, earned, maxPoints, mark, override, publicScore, submittedAt, dueAt, attempts, pending } = cell;
  const heldBack = state === 'graded' && points === null && mark === null;
  return (
    <dl className="mt-4 grid grid-cols-[auto_1fr] gap-x-4 gap-y-1.5 text-sm tabular-nums">
      {(maxPoints !== null || mark || heldBack) && (
        <>
          <dt className="text-ink-soft">{maxPoints === null ? 'Mark' : 'Points'}</dt>
          <dd>
            {valueText(cell)} {ofText(maxPoints)}
            {heldBack && <span className="block text-ink-soft">told at release: names are hidden until then</span>}
            {override && (
              <span className="block text-ink-soft">
                set by <bdi>{override.by}</bdi>,{' '}
                {earned === null ? 'nothing was earned' : `${pointsText(earned)} earned`}
              </span>
            )}
          </dd>
        </>
      )}
      {kind === 'code' && (
        <>
          <dt className="text-ink-soft">Public score</dt>
          <dd>{scoreText(publicScore)}</dd>
        </>
      )}
      <dt className="text-ink-soft">Handed in</dt>
      <dd>{submittedAt ? <Time at={submittedAt} past /> : 'not yet'}</dd>
      <dt className="text-ink-soft">Due</dt>
      <dd>
        <Time at={dueAt} />
      </dd>
      <dt className="text-ink-soft">{kind === 'code' ? 'Submissions' : 'Versions'}</dt>
      <dd>
        {attempts}
        {pending && points !== null && ', one still waits'}
      </dd>
    </dl>
  );
}

/** Asked for when the panel opens: a sheet of a hundred students does not carry it. */
function History({ userId, slug, handedIn }: { userId: string; slug: string; handedIn: boolean }) {
  const [events, setEvents] = useState<CellEvent[] | 'failed' | null>(null);
  useEffect(() => {
    let isGone = false;
    cellStoryAction({ userId, slug }).then(
      (found) => !isGone && setEvents(found),
      () => !isGone && setEvents('failed'),
    );
    return () => {
      isGone = true;
    };
  }, [userId, slug]);
  return (
    <section aria-label="History" className="mt-6 border-t border-rule pt-4">
      <h3 className="text-sm font-[550]">History</h3>
      {events === null && <p className="mt-2 text-sm text-ink-soft">Loading …</p>}
      {events === 'failed' && (
        <p className="mt-2 text-sm text-bad">The history could not be loaded. Close this and open it again.</p>
      )}
      {Array.isArray(events) && events.length === 0 && (
        <p className="mt-2 text-sm text-ink-soft">
          {handedIn ? 'Told at release: names are hidden until then.' : 'Nothing has happened here yet.'}
        </p>
      )}
      {Array.isArray(events) && (
        <ol className="mt-2 space-y-2.5 text-sm">
          {events.map(({ at, what, by, href }) => (
            <li key={`${at} ${what}`}>
              <span className="block break-words">
                {href ? (
                  <Link href={href} className="link">
                    {what}
                  </Link>
                ) : (
                  what
                )}
              </span>
              <span className="text-ink-soft">
                <Time at={at} show="absolute" />
                {by && (
                  <>
                    , <bdi>{by}</bdi>
                  </>
                )}
              </span>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}
