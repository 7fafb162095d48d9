import type { Metadata } from 'next';
import { forbidden } from 'next/navigation';
import { can } from '#lib/auth/core.ts';
import { paths } from '#lib/paths.ts';
import { previewImport } from '#lib/roster/import.ts';
import { findUpload } from '#lib/roster/upload.ts';
import { ButtonLink } from '../../../_components/button.tsx';
import { Notice } from '../../../_components/notice.tsx';
import { PageBody } from '../../../_components/page-body.tsx';
import { staffContext } from '../../../session.ts';
import { RosterHeader } from '../roster-header.tsx';
import { sendsMail } from '../words.ts';
import { ApplyForm } from './apply-form.tsx';
import { Preview } from './preview.tsx';
import { UploadForm } from './upload-form.tsx';

export const metadata: Metadata = { title: 'Import a roster' };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function ImportPage({ searchParams }: Props) {
  const ctx = await staffContext(paths.staff.importRoster());
  if (!can.manageUsers(ctx.user)) forbidden();
  const [query, file] = await Promise.all([searchParams, findUpload(ctx)]);
  const preview = file && (await previewImport(ctx, file));
  return (
    <PageBody>
      <RosterHeader
        title="Import a roster"
        lead="From a CSV file with the columns email and name and, where you want, role and section. You see what would change before anything does."
      />
      <div className="space-y-10">
        {typeof query.done === 'string' && <Done summary={query.done} />}
        {preview && (
          <>
            <Preview {...preview} />
            <ApplyForm
              fingerprint={preview.fingerprint}
              changes={preview.plan.added.length + preview.plan.changed.length}
              added={preview.plan.added.length}
              missing={preview.plan.missing.length}
              problems={preview.plan.problems.length}
              mails={sendsMail()}
            />
          </>
        )}
        <UploadForm again={preview !== null} />
      </div>
    </PageBody>
  );
}

/** `done` holds three counts: added, changed, deactivated. */
function Done({ summary }: { summary: string }) {
  const [added = 0, changed = 0, deactivated = 0] = summary.split('-').map((part) => Math.trunc(Number(part)) || 0);
  return (
    <Notice
      tone="good"
      title={`Applied: ${added} added, ${changed} changed, ${deactivated} deactivated`}
      action={
        added > 0 && (
          <ButtonLink href={`${paths.staff.roster()}?state=no_password`} size="sm">
            Who has no password yet
          </ButtonLink>
        )
      }
    >
      {added > 0 && 'Who is new sets a password with a one-time link.'}
    </Notice>
  );
}
