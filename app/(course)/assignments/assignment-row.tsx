import Link from 'next/link';
import { stageOf, type WeekItem } from '#lib/course/core.ts';
import { paths } from '#lib/paths.ts';
import { markSigns } from '#lib/writing/core/item.ts';
import { Status } from '../../_components/status.tsx';
import { Time } from '../../_components/time.tsx';
import { lookOf } from '../../staff/gradebook/words.ts';

type Props = { item: WeekItem; now: Date; isStudent: boolean; level: 2 | 3 };

const kinds = { code: 'Code', proposal: 'Proposal', written: 'Written work' };

export function AssignmentRow({ item, now, isStudent, level }: Props) {
  const Heading = level === 2 ? 'h2' : 'h3';
  return (
    <li className="grid gap-x-12 gap-y-3 border-b border-rule py-6 md:grid-cols-[minmax(0,1fr)_15rem]">
      <div className="min-w-0">
        <p className="eyebrow">{kinds[item.kind]}</p>
        <Heading className="text-xl" dir="auto">
          <Link href={paths.item(item)} className="hover:text-accent">
            {item.title}
          </Link>
        </Heading>
        <p className="mt-1.5 max-w-measure font-serif text-[1.0625rem] break-words text-ink-soft">{item.summary}</p>
      </div>
      <div className="space-y-1.5 text-sm">
        <Deadline item={item} now={now} />
        {isStudent ? <Standing item={item} /> : <p className="text-ink-soft">{worth(item)}</p>}
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

/** Where it stands; what has a value says it first. */
function Standing({ item }: { item: WeekItem }) {
  const { cell, maxPoints } = item;
  const { tone, word } = lookOf(cell);
  if (cell.points !== null) {
    return (
      <Status tone={cell.points === maxPoints ? 'good' : 'info'}>
        {cell.points} of {maxPoints} points{cell.late ? ', late' : ''}
      </Status>
    );
  }
  return (
    <>
      <Status tone={tone}>{cell.mark ? `${markSigns[cell.mark]}, ${word.toLowerCase()}` : word}</Status>
      {cell.attempts === 0 && <p className="text-ink-soft">{worth(item)}</p>}
    </>
  );
}

const worth = ({ maxPoints, kind }: WeekItem) => {
  if (maxPoints !== null) return `Worth ${maxPoints} points`;
  return kind === 'proposal' ? 'To be accepted' : 'Marked ✓−, ✓ or ✓+';
};
