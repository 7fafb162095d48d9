import Link from 'next/link';
import type { SubmissionView } from '#lib/grading/core/view.ts';
import { paths } from '#lib/paths.ts';
import { EmptyState } from '../../../../_components/empty-state.tsx';
import { Status } from '../../../../_components/status.tsx';
import { Time } from '../../../../_components/time.tsx';
import { outcomeWord } from '../submit/words.ts';

export function SubmissionsTab({ slug, submissions }: { slug: string; submissions: SubmissionView[] }) {
  if (submissions.length === 0) {
    return (
      <EmptyState title="Nothing submitted yet">
        When a run looks good, Submit sends it. The grade appears here within seconds.
      </EmptyState>
    );
  }
  return (
    <ol className="divide-y divide-rule">
      {submissions.map((view) => (
        <li key={view.id} className="space-y-0.5 py-3">
          <div className="flex flex-wrap items-baseline justify-between gap-x-3">
            <Link href={paths.submission(slug, view.id)} className="link">
              <Time at={view.createdAt} show="absolute" />
            </Link>
            <State view={view} />
          </div>
          <p className="text-sm text-ink-soft tabular-nums first-letter:uppercase">
            {[view.label, publicScore(view)].filter(Boolean).join(' · ')}
          </p>
        </li>
      ))}
    </ol>
  );
}

function publicScore({ score, improved }: SubmissionView): string | null {
  if (score.public === null) return null;
  const shown = score.public.toFixed(3);
  return improved === false ? `no measurable gain, best public ${shown}` : `public ${shown}`;
}

function State({ view }: { view: SubmissionView }) {
  if (view.outcome === 'graded') {
    return (
      <Status tone={(view.points ?? 0) > view.maxPoints / 2 ? 'good' : 'warn'}>
        {view.points ?? 0} of {view.maxPoints} points
      </Status>
    );
  }
  if (view.outcome) return <Status tone="bad">{outcomeWord(view.outcome)}</Status>;
  if (view.running) return <Status tone="busy">being graded</Status>;
  return <Status tone="neutral">{view.queue ? `number ${view.queue.position} in the queue` : 'received'}</Status>;
}
