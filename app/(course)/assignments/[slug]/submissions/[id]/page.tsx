import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import { getAssignment } from '#lib/assignments/server.ts';
import { can } from '#lib/auth/core.ts';
import { NotFound } from '#lib/errors.ts';
import { listRegradesOf } from '#lib/grading/regrade.ts';
import { getSubmission, getSubmittedCode, listGradingRuns } from '#lib/grading/server.ts';
import { getSubmitter } from '#lib/grading/staff.ts';
import { paths } from '#lib/paths.ts';
import { ButtonLink } from '../../../../../_components/button.tsx';
import { PageBody } from '../../../../../_components/page-body.tsx';
import { PageHeader } from '../../../../../_components/page-header.tsx';
import { Time } from '../../../../../_components/time.tsx';
import { Code } from '../../../../../_mdx/code-block.tsx';
import '../../../../../_mdx/mdx.css';
import { pageContext } from '../../../../../session.ts';
import { AskStaff } from './ask-staff.tsx';
import { LiveResult } from './live-result.tsx';
import { RegradeNotes } from './regrade-notes.tsx';
import { StaffNotes } from './staff-notes.tsx';

export const metadata: Metadata = { title: 'Submission' };

type Props = { params: Promise<{ slug: string; id: string }> };

export default async function SubmissionPage({ params }: Props) {
  const { slug, id } = await params;
  const ctx = await pageContext(paths.submission(slug, id));
  const view = await getSubmission(ctx, id).catch(missing);
  if (view.assignment !== slug) notFound();
  const isStaff = can.seeStaffNotes(ctx.user);
  const [assignment, code, regrades, runs, submitter] = await Promise.all([
    getAssignment(ctx, slug),
    getSubmittedCode(ctx, id),
    listRegradesOf(ctx, id),
    isStaff ? listGradingRuns(ctx, id) : [],
    isStaff ? getSubmitter(ctx, id) : null,
  ]);
  const { manifest, policy } = assignment;
  const isOwn = submitter === null || submitter.id === ctx.user.id;
  return (
    <PageBody>
      <PageHeader
        eyebrow={
          <Link href={paths.assignment(slug)} className="link">
            {manifest.title}
          </Link>
        }
        title={<span className="block first-letter:uppercase">{view.label ?? 'Submission'}</span>}
        lead={
          <>
            {submitter && !isOwn ? (
              <>
                <bdi>{submitter.name}</bdi>, handed in{' '}
              </>
            ) : (
              'Handed in '
            )}
            <Time at={view.createdAt} withZone past />
          </>
        }
        actions={
          isOwn ? (
            <ButtonLink href={paths.assignment(slug)}>Back to the assignment</ButtonLink>
          ) : (
            <ButtonLink href={paths.staff.gradebook()}>Back to the gradebook</ButtonLink>
          )
        }
      />
      <RegradeNotes regrades={regrades} />
      <LiveResult
        key={view.id}
        initial={view}
        kind={manifest.kind}
        baselines={manifest.kind === 'model' ? manifest.baselines : []}
        attemptsLeft={isOwn && policy.isOpen ? policy.attempts.left : null}
      />
      <div className="mt-10 space-y-10">
        <AskStaff ctx={ctx} slug={slug} submissionId={id} code={code} isOwn={isOwn} />
        {isStaff && <StaffNotes runs={runs} />}
        <section aria-labelledby="code">
          <h2 id="code" className="mb-3 text-xl">
            Code as handed in
          </h2>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
          <pre tabIndex={0} className="overflow-x-auto rounded-md bg-well px-4 py-3 font-mono text-sm leading-relaxed">
            <Code code={code} language="ts" />
          </pre>
        </section>
      </div>
    </PageBody>
  );
}

/** A submission that is not there, or not this reader's, is the same page. */
function missing(error: unknown): never {
  if (error instanceof NotFound) notFound();
  throw error;
}
