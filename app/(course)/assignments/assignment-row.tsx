import Link from 'next/link';
import { stageOf, type WeekItem } from '#lib/course/core.ts';
import { paths } from '#lib/paths.ts';
import { Status } from '../../_components/status.tsx';
import { Time } from '../../_components/time.tsx';

type Props = { item: WeekItem; now: Date; isStudent: boolean };

export function AssignmentRow({ item, now, isStudent }: Props) {
  return (
    <li className="grid gap-x-12 gap-y-3 border-b border-rule py-6 md:grid-cols-[minmax(0,1fr)_15rem]">
      <div className="min-w-0">
        <h2 className="text-xl" dir="auto">
          <Link href={paths.assignment(item.slug)} className="hover:text-accent">
            {item.title}
          </Link>
        </h2>
        <p className="mt-1.5 max-w-measure font-serif text-[1.0625rem] text-ink-soft">{item.summary}</p>
      </div>
      <div className="space-y-1.5 text-sm">
        <Deadline item={item} now={now} />
        {isStudent ? <Standing item={item} /> : <p className="text-ink-soft">{item.maxPoints} points</p>}
      </div>
    </li>
  );
}

function Deadline({ item, now }: { item: WeekItem; now: Date }) {
  const stage = stageOf(item, now);
  if (stage === 'upcoming') return <p>Opens {<Time at={item.opensAt} />}</p>;
  if (stage === 'open') return <p>Due {<Time at={item.dueAt} />}</p>;
  if (stage === 'closed') return <p className="text-ink-soft">Closed {<Time at={item.closesAt} />}</p>;
  return (
    <p>
      Was due <Time at={item.dueAt} />, accepted until <Time at={item.closesAt} show="absolute" />
    </p>
  );
}

function Standing({ item: { cell, maxPoints } }: { item: WeekItem }) {
  if (cell.points !== null) {
    return (
      <Status tone={cell.points === maxPoints ? 'good' : 'info'}>
        {cell.points} of {maxPoints} points{cell.late ? ', late' : ''}
      </Status>
    );
  }
  if (cell.attempts > 0) return <Status tone="busy">Being graded</Status>;
  return <Status tone="neutral">Not started, {maxPoints} points</Status>;
}
