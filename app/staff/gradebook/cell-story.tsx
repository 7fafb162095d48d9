'use client';
import { X } from 'lucide-react';
import type { Cell } from '#lib/gradebook/core.ts';
import type { GradebookAssignment, GradebookRow } from '#lib/gradebook/server.ts';
import { paths } from '#lib/paths.ts';
import { Button, ButtonLink } from '../../_components/button.tsx';
import { Status } from '../../_components/status.tsx';
import { Time } from '../../_components/time.tsx';
import { pointsText, scoreText, stateLook } from './words.ts';

type Props = {
  student: GradebookRow['student'];
  assignment: GradebookAssignment;
  cell: Cell;
  onClose: () => void;
};

/** All that is behind one cell. */
export function CellStory({ student, assignment, cell, onClose }: Props) {
  const { tone, word } = stateLook[cell.state];
  return (
    <aside
      aria-label={`${student.name}, ${assignment.title}`}
      className="w-full shrink-0 rounded-lg bg-sheet p-5 ring-1 ring-rule lg:w-80"
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
      <p className="mt-4 font-[550]">{assignment.title}</p>
      <Status tone={tone} className="mt-1">
        {word}
      </Status>
      <dl className="mt-4 grid grid-cols-[auto_1fr] gap-x-4 gap-y-1.5 text-sm tabular-nums">
        <dt className="text-ink-soft">Points</dt>
        <dd>
          {pointsText(cell.points)} of {cell.maxPoints}
        </dd>
        <dt className="text-ink-soft">Public score</dt>
        <dd>{scoreText(cell.publicScore)}</dd>
        <dt className="text-ink-soft">Handed in</dt>
        <dd>{cell.submittedAt ? <Time at={cell.submittedAt} past /> : 'not yet'}</dd>
        <dt className="text-ink-soft">Due</dt>
        <dd>
          <Time at={cell.dueAt} />
          {cell.dueAt > assignment.dueAt && ', extended'}
        </dd>
        <dt className="text-ink-soft">Submissions</dt>
        <dd>
          {cell.attempts}
          {cell.pending && cell.points !== null && ', one still waits'}
        </dd>
      </dl>
      {cell.submissionId && (
        <ButtonLink href={paths.submission(assignment.slug, cell.submissionId)} size="sm" className="mt-5">
          Open the submission
        </ButtonLink>
      )}
    </aside>
  );
}
