'use client';
import { Bell } from 'lucide-react';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { useEffect, useRef, useState } from 'react';
import { type NoticeState, unreadText } from '#lib/notices/core.ts';
import { paths } from '#lib/paths.ts';
import { LiveStatus } from '../_components/live-status.tsx';

/** How much is new for the reader, kept current while the page can be seen. What comes is said once. */
export function NoticeBell({ unread: initial }: { unread: number }) {
  const { unread, said } = useNotices(initial);
  useArrival(unread);
  return (
    <>
      <Link
        href={paths.notices()}
        aria-label={unread === 0 ? 'Notices' : `Notices, ${unreadText(unread)} unread`}
        className="relative grid size-9 shrink-0 place-items-center rounded-md hover:bg-well pointer-coarse:size-11"
      >
        <Bell aria-hidden className="size-5" />
        {unread > 0 && (
          <span
            aria-hidden
            className="absolute -top-0.5 -right-0.5 min-w-4.5 rounded-full bg-accent px-1 text-center text-xs leading-4.5 font-semibold text-on-accent tabular-nums"
          >
            {unreadText(unread)}
          </span>
        )}
      </Link>
      <LiveStatus>{said}</LiveStatus>
    </>
  );
}

/** One open stream for the tab that can be seen: a browser opens few connections to one place. */
function useNotices(initial: number): { unread: number; said: string } {
  const [unread, setUnread] = useState(initial);
  const [said, setSaid] = useState('');
  const before = useRef<NoticeState | null>(null);
  useEffect(() => setUnread(initial), [initial]);
  useEffect(() => {
    let source: EventSource | undefined;
    const hear = ({ data }: MessageEvent<string>) => {
      const state = JSON.parse(data) as NoticeState; // of our own stream
      if (before.current && state.newest && isNews(state, before.current)) setSaid(`New: ${state.newest.title}`);
      before.current = state;
      setUnread(state.unread);
    };
    const look = () => {
      source?.close();
      source = document.visibilityState === 'visible' ? new EventSource(paths.api.noticeEvents()) : undefined;
      source?.addEventListener('message', hear);
    };
    look();
    document.addEventListener('visibilitychange', look);
    return () => {
      source?.close();
      document.removeEventListener('visibilitychange', look);
    };
  }, []);
  return { unread, said };
}

/** Where something was read elsewhere, the newest unread one is another too: then there are fewer. */
const isNews = (now: NoticeState, before: NoticeState) =>
  now.newest?.id !== before.newest?.id && now.unread >= before.unread;

/** Whoever goes where a notice leads has read it, by whatever way they came. */
function useArrival(unread: number): void {
  const pathname = usePathname();
  useEffect(() => {
    if (unread === 0) return;
    const body = JSON.stringify({ path: pathname });
    void fetch(paths.api.noticesSeen(), { method: 'POST', body }).catch(() => {}); // the next page asks again
  }, [pathname, unread]);
}
