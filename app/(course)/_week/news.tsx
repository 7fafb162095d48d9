import Link from 'next/link';
import { type NoticeKind, noticeNames } from '#lib/notices/core.ts';
import { paths } from '#lib/paths.ts';
import { Time } from '../../_components/time.tsx';
import { Section } from './section.tsx';

type Notice = { id: string; kind: string; title: string; at: Date; readAt: Date | null };

/** The newest notices: grades, feedback, replies, announcements, dates. What was read stays, without its mark. */
export function News({ notices }: { notices: Notice[] }) {
  return (
    <Section title="New for you">
      {notices.length === 0 ? (
        <p className="mt-4 text-ink-soft">Grades, feedback, replies and announcements will be here.</p>
      ) : (
        <>
          <ul>
            {notices.map((notice) => (
              <Line key={notice.id} notice={notice} />
            ))}
          </ul>
          <p className="mt-3 text-sm">
            <Link href={paths.notices()} className="link inline-block py-1">
              All notices
            </Link>
          </p>
        </>
      )}
    </Section>
  );
}

function Line({ notice: { id, kind, title, at, readAt } }: { notice: Notice }) {
  return (
    <li className="border-b border-rule">
      {/* Not prefetched: opening it marks it read. */}
      <a href={paths.notice(id)} className="group block py-3">
        <span className={`break-words group-hover:text-accent ${readAt ? '' : 'font-[550]'}`} dir="auto">
          {title}
        </span>
        <span className="mt-0.5 block text-sm text-ink-soft">
          {readAt === null && <span className="mr-2.5 font-semibold text-accent">New</span>}
          {noticeNames[kind as NoticeKind] ?? kind /* only kinds that have a name are listed */},{' '}
          <Time at={at} show="relative" past />
        </span>
      </a>
    </li>
  );
}
