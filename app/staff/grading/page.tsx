import type { Metadata } from 'next';
import type { ReactNode } from 'react';
import { getBackupState } from '#lib/backup/server.ts';
import type { Concern } from '#lib/grading/core/concerns.ts';
import { getGradingOverview } from '#lib/grading/overview.ts';
import { listDisagreements, listFailures, listUnverified } from '#lib/grading/staff.ts';
import { paths } from '#lib/paths.ts';
import { ButtonLink } from '../../_components/button.tsx';
import { Notice } from '../../_components/notice.tsx';
import { PageBody } from '../../_components/page-body.tsx';
import { PageHeader } from '../../_components/page-header.tsx';
import { Status } from '../../_components/status.tsx';
import { staffContext } from '../../session.ts';
import { Backups } from './backups.tsx';
import { Differing } from './differing.tsx';
import { NotGraded } from './failures.tsx';
import { LiveRefresh } from './live-refresh.tsx';
import { Graders, Queues, Runs } from './tables.tsx';
import { Unverified } from './unverified.tsx';
import { concernText } from './words.ts';

export const metadata: Metadata = { title: 'Grading' };

export default async function GradingPage() {
  const ctx = await staffContext(paths.staff.grading());
  const [overview, failures, unverified, differing, backups] = await Promise.all([
    getGradingOverview(ctx),
    listFailures(ctx),
    listUnverified(ctx),
    listDisagreements(ctx),
    getBackupState(ctx),
  ]);
  return (
    <PageBody>
      <PageHeader
        title="Grading"
        lead="What waits for a grade, how long it takes, and what went wrong."
        actions={
          <>
            <LiveRefresh everySeconds={5} />
            <ButtonLink href={paths.staff.regrades()}>Regrades</ButtonLink>
          </>
        }
      />
      <div className="space-y-12">
        <Concerns concerns={overview.concerns} />
        <NotGraded {...failures} />
        <Unverified {...unverified} />
        <Differing {...differing} />
        <div className="grid gap-x-12 gap-y-12 lg:grid-cols-2">
          <Section id="queue" title="Queue">
            <Queues queues={overview.queues} />
          </Section>
          <Section id="runs" title="Runs of the last 24 hours">
            <Runs runs={overview.runs} />
          </Section>
        </div>
        <Section id="graders" title="Graders">
          <Graders graders={overview.graders} />
        </Section>
        <Section id="backups" title="Backups">
          <Backups state={backups} />
        </Section>
      </div>
    </PageBody>
  );
}

function Concerns({ concerns }: { concerns: Concern[] }) {
  if (concerns.length === 0) {
    return (
      <p className="flex flex-wrap items-baseline gap-x-3 text-sm">
        <Status tone="good">All is well</Status>
        Nothing waits longer than it should.
      </p>
    );
  }
  return (
    <div className="space-y-3">
      {concerns.map((concern) => {
        const { title, remedy } = concernText(concern);
        return (
          <Notice
            key={'queue' in concern ? concern.queue : concern.kind}
            tone={concern.kind === 'no_grader' ? 'bad' : 'warn'}
            title={title}
          >
            {remedy}
          </Notice>
        );
      })}
    </div>
  );
}

function Section({ id, title, children }: { id: string; title: string; children: ReactNode }) {
  return (
    <section aria-labelledby={id} className="min-w-0">
      <h2 id={id} className="mb-3 text-xl">
        {title}
      </h2>
      {children}
    </section>
  );
}
