import { type NoticeKind, noticeNames } from '#lib/notices/core.ts';
import { paths } from '#lib/paths.ts';
import { Time } from '../../_components/time.tsx';

type Row = { id: string; kind: string; title: string; at: Date; readAt: Date | null };

export function NoticeList({ id, title, notices }: { id: string; title: string; notices: Row[] }) {
  return (
    <section aria-labelledby={id}>
      <h2 id={id} className="mb-2 text-xl">
        {title}
      </h2>
      <ul className="border-t border-rule">
        {notices.map((notice) => (
          <li key={notice.id} className="border-b border-rule py-3">
            {/* Not prefetched: opening it marks it read. */}
            <a href={paths.notice(notice.id)} className={`link break-words ${notice.readAt ? '' : 'font-semibold'}`}>
              <span dir="auto">{notice.title}</span>
            </a>
            <p className="mt-0.5 text-sm text-ink-soft">
              {nameOf(notice.kind)} · <Time at={notice.at} past />
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}

const nameOf = (kind: string) => noticeNames[kind as NoticeKind] ?? kind; // only kinds that have a name are listed
