import type { Metadata } from 'next';
import Link from 'next/link';
import { listOwnNotices, type OwnNotices } from '#lib/notices/read.ts';
import { paths } from '#lib/paths.ts';
import { Button, ButtonLink } from '../../_components/button.tsx';
import { EmptyState } from '../../_components/empty-state.tsx';
import { PageBody } from '../../_components/page-body.tsx';
import { PageHeader } from '../../_components/page-header.tsx';
import { pageContext } from '../../session.ts';
import { readAllAction } from './actions.ts';
import { NoticeList } from './notice-list.tsx';

export const metadata: Metadata = { title: 'Notices' };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function NoticesPage({ searchParams }: Props) {
  const ctx = await pageContext(paths.notices());
  const { before } = await searchParams;
  const notices = await listOwnNotices(ctx, typeof before === 'string' ? new Date(before) : undefined);
  return (
    <PageBody width="text">
      <PageHeader
        title="Notices"
        actions={
          <>
            {notices.unread.length > 0 && <ReadAll until={ctx.now} />}
            <ButtonLink href={paths.noticeSettings()}>Mail settings</ButtonLink>
          </>
        }
      />
      <Lists {...notices} />
    </PageBody>
  );
}

function ReadAll({ until }: { until: Date }) {
  return (
    <form action={readAllAction}>
      <input type="hidden" name="until" value={until.toISOString()} />
      <Button type="submit">Mark all as read</Button>
    </form>
  );
}

function Lists({ unread, read, older }: OwnNotices) {
  if (unread.length === 0 && read.length === 0) {
    return (
      <EmptyState title="Nothing yet">
        Replies, grades, decisions and dates that moved will be here, the newest first.
      </EmptyState>
    );
  }
  return (
    <div className="space-y-12">
      {unread.length > 0 && <NoticeList id="new" title="New" notices={unread} />}
      {read.length > 0 && <NoticeList id="read" title="Read" notices={read} />}
      {older && (
        <Link href={`${paths.notices()}?before=${encodeURIComponent(older.toISOString())}`} className="link">
          Older
        </Link>
      )}
    </div>
  );
}
