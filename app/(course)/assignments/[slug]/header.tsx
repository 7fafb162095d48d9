'use client';
import { FastForward, Play, Send, Square } from 'lucide-react';
import type { Policy } from '#lib/assignments/core/policy.ts';
import { Button } from '../../../_components/button.tsx';
import { Time } from '../../../_components/time.tsx';
import type { Assignment } from './workbench.tsx';

type Props = {
  assignment: Assignment;
  policy: Policy;
  /** Attempts spent since the page was loaded. */
  attemptsUsed: number;
  /** In words; null where nothing is graded. */
  best: string | null;
  live: boolean;
  stopping: boolean;
  onRun: (quick: boolean) => void;
  onStop: () => void;
  onSubmit: () => void;
};

export function WorkbenchHeader({ assignment, policy, attemptsUsed, best, live, stopping, ...on }: Props) {
  const isModel = assignment.manifest.kind === 'model';
  const left = Math.max(0, policy.attempts.left - attemptsUsed);
  return (
    <div className="flex flex-wrap items-center gap-x-6 gap-y-2 px-4 pt-2.5 sm:px-6">
      <div className="min-w-0 flex-1 basis-80">
        <h1 className="truncate text-xl">{assignment.manifest.title}</h1>
        <p className="flex flex-wrap gap-x-2 text-sm text-ink-soft">
          <span className="basis-full sm:basis-auto">
            {policy.isOpen ? 'Due ' : 'Closed, was due '}
            <Time at={policy.dueAt} withZone />
          </span>
          <Dot className="hidden sm:inline" />
          <span>{best ?? 'nothing graded yet'}</span>
          <Dot />
          <span>{left === 1 ? '1 attempt left' : `${left} attempts left`}</span>
        </p>
      </div>
      <div className="flex flex-wrap gap-2">
        {live ? (
          <Button size="sm" tone="danger" onClick={on.onStop} disabled={stopping}>
            <Square aria-hidden /> Stop
          </Button>
        ) : (
          <>
            <Button
              size="sm"
              onClick={() => on.onRun(false)}
              title={
                isModel ? 'Train on all the data (Ctrl+Enter)' : 'Call the functions with the examples (Ctrl+Enter)'
              }
            >
              <Play aria-hidden /> Run
            </Button>
            {isModel && (
              <Button size="sm" tone="quiet" onClick={() => on.onRun(true)} title="One epoch on a tenth of the data">
                <FastForward aria-hidden /> Quick run
              </Button>
            )}
          </>
        )}
        <Button size="sm" tone="primary" onClick={on.onSubmit} disabled={live || !policy.isOpen || left === 0}>
          <Send aria-hidden /> Submit
        </Button>
      </div>
    </div>
  );
}

const Dot = ({ className = '' }) => (
  <span aria-hidden className={className}>
    ·
  </span>
);
