import { CircleCheck, Lock, Megaphone, MessageCircleQuestion, Pin, ShieldCheck } from 'lucide-react';
import Link from 'next/link';
import type { ThreadRow } from '#lib/discussion/core.ts';
import { paths } from '#lib/paths.ts';
import { Status } from '../../_components/status.tsx';
import { Time } from '../../_components/time.tsx';
import { AuthorName } from '../../_discussion/author-name.tsx';

/** A thread in the list: its title, whose it is and what about, how far it has come. */
export function ThreadLine({ thread, topic }: { thread: ThreadRow; topic: string }) {
  return (
    <li className="grid gap-x-6 gap-y-1 py-4 sm:grid-cols-[minmax(0,1fr)_auto]">
      <div className="min-w-0">
        <h2 className={`text-lg break-words ${thread.isUnread ? '' : 'font-normal'}`} dir="auto">
          <Link href={paths.thread(thread.id)} className="link">
            {thread.title}
          </Link>
        </h2>
        <p className="mt-0.5 text-sm text-ink-soft">
          <AuthorName author={thread.author} />
          {' · '}
          {topic}
          {' · '}
          {thread.replies === 0
            ? 'no replies, begun'
            : `${thread.replies} ${thread.replies === 1 ? 'reply' : 'replies'}, last`}{' '}
          <Time at={thread.lastPostAt} show="relative" past />
        </p>
      </div>
      <ThreadMarks thread={thread} isUnread={thread.isUnread} />
    </li>
  );
}

type Marked = Pick<ThreadRow, 'kind' | 'isPinned' | 'isLocked' | 'staffOnly' | 'isAnswered'>;

/** What a reader should know of a thread at a glance, in words. */
export function ThreadMarks({ thread, isUnread = false }: { thread: Marked; isUnread?: boolean }) {
  return (
    <div className="flex flex-wrap items-baseline gap-x-4 gap-y-1">
      {isUnread && <span className="text-sm font-[550] text-accent">Unread</span>}
      {thread.isPinned && (
        <Status tone="neutral" icon={Pin}>
          Pinned
        </Status>
      )}
      {thread.kind === 'announcement' && (
        <Status tone="info" icon={Megaphone}>
          Announcement
        </Status>
      )}
      {thread.kind === 'run' && (
        <Status tone="info" icon={MessageCircleQuestion}>
          About a run
        </Status>
      )}
      {thread.staffOnly && (
        <Status tone="neutral" icon={ShieldCheck}>
          Staff only
        </Status>
      )}
      {thread.isLocked && (
        <Status tone="neutral" icon={Lock}>
          Locked
        </Status>
      )}
      {thread.isAnswered && (
        <Status tone="good" icon={CircleCheck}>
          Answered
        </Status>
      )}
    </div>
  );
}
