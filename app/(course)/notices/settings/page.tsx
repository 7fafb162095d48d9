import type { Metadata } from 'next';
import Link from 'next/link';
import { readSettings } from '#lib/env.ts';
import { noticeKinds, noticeNames } from '#lib/notices/core.ts';
import { getMailSettings } from '#lib/notices/read.ts';
import { paths } from '#lib/paths.ts';
import { Button } from '../../../_components/button.tsx';
import { Notice } from '../../../_components/notice.tsx';
import { PageBody } from '../../../_components/page-body.tsx';
import { PageHeader } from '../../../_components/page-header.tsx';
import { pageContext } from '../../../session.ts';
import { saveMailAction } from './actions.ts';

export const metadata: Metadata = { title: 'Notices by mail' };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function NoticeSettingsPage({ searchParams }: Props) {
  const ctx = await pageContext(paths.noticeSettings());
  const wanted = await getMailSettings(ctx);
  const { saved } = await searchParams;
  return (
    <PageBody width="text">
      <PageHeader
        eyebrow={
          <Link href={paths.notices()} className="link">
            Notices
          </Link>
        }
        title="Notices by mail"
        lead={`What also comes to ${ctx.user.email}. Several that are close together come as one mail.`}
      />
      <div className="space-y-6">
        {saved !== undefined && <Notice tone="good" title="Saved" />}
        {!readSettings().SMTP_URL && (
          <Notice title="This course sends no mail at present">What you choose here counts once it does.</Notice>
        )}
        <form action={saveMailAction} className="space-y-6">
          <fieldset className="space-y-1">
            <legend className="mb-2 text-sm font-[550]">Mail me</legend>
            {noticeKinds.map((kind) => (
              <label key={kind} className="flex min-h-9 items-center gap-3 pointer-coarse:min-h-11">
                <input type="checkbox" name="kind" value={kind} defaultChecked={wanted[kind]} className="size-5" />
                {noticeNames[kind]}
              </label>
            ))}
          </fieldset>
          <Button type="submit" tone="primary">
            Save
          </Button>
        </form>
      </div>
    </PageBody>
  );
}
