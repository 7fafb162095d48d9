import Link from 'next/link';
import type { TopicChoice } from '#lib/discussion/core/topic.ts';
import { type ThreadFilter, threadFilters } from '#lib/discussion/core.ts';
import { paths } from '#lib/paths.ts';
import { Button } from '../../_components/button.tsx';
import { TopicSelect } from '../../_discussion/topic-select.tsx';

const names: Record<ThreadFilter, string> = {
  all: 'All',
  unanswered: 'Unanswered',
  unread: 'Unread',
  mine: 'Mine',
  announcements: 'Announcements',
};

type Props = { show: ThreadFilter; topic: string | null; topics: TopicChoice[] };

/** Which threads are listed: links and a plain form, so that every view has an address. */
export function Filters({ show, topic, topics }: Props) {
  return (
    <div className="mb-4 flex flex-wrap items-end justify-between gap-x-8 gap-y-3">
      <nav aria-label="Which threads" className="-mx-2.5 flex flex-wrap gap-x-1">
        {threadFilters.map((filter) => (
          <Link
            key={filter}
            href={paths.discussion({ show: filter === 'all' ? undefined : filter, topic: topic ?? undefined })}
            aria-current={filter === show ? 'page' : undefined}
            className="inline-flex min-h-9 items-center rounded-md px-2.5 text-sm font-[550] text-ink-soft hover:bg-well hover:text-ink aria-[current=page]:bg-accent-wash aria-[current=page]:text-ink pointer-coarse:min-h-11"
          >
            {names[filter]}
          </Link>
        ))}
      </nav>
      <form action={paths.discussion()} className="flex w-full min-w-0 items-end gap-2 sm:w-auto">
        {show !== 'all' && <input type="hidden" name="show" value={show} />}
        <div className="min-w-0 flex-1 sm:w-72">
          <TopicSelect label="Topic" chosen={topic ?? ''} topics={topics} all />
        </div>
        <Button type="submit" className="min-h-11">
          Show
        </Button>
      </form>
    </div>
  );
}
