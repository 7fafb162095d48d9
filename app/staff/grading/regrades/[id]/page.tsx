import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import { getAssignment } from '#lib/assignments/server.ts';
import { can } from '#lib/auth/core.ts';
import { NotFound } from '#lib/errors.ts';
import { distribution, gradeChanges, losersFirst, summarize } from '#lib/grading/core/regrade.ts';
import { getRegrade } from '#lib/grading/regrade.ts';
import { paths } from '#lib/paths.ts';
import { PageBody } from '../../../../_components/page-body.tsx';
import { PageHeader } from '../../../../_components/page-header.tsx';
import { Time } from '../../../../_components/time.tsx';
import { staffContext } from '../../../../session.ts';
import { LiveRefresh } from '../../live-refresh.tsx';
import { RegradeState } from '../state.tsx';
import { EndForm } from './end-form.tsx';
import { Changes, Distribution, Grades } from './tables.tsx';
import { regradeSentence } from './words.ts';

export const metadata: Metadata = { title: 'Regrade' };

type Props = { params: Promise<{ id: string }> };

export default async function RegradePage({ params }: Props) {
  const { id } = await params;
  const ctx = await staffContext(paths.staff.regrade(id));
  const { regrade, rows } = await getRegrade(ctx, id).catch(missing);
  const { manifest } = await getAssignment(ctx, regrade.slug);
  const summary = summarize(rows);
  const grades = gradeChanges(rows);
  const isOpen = !regrade.publishedAt && !regrade.discardedAt;
  const maxPoints = Math.max(1, ...rows.flatMap(({ beforeMax, afterMax }) => [beforeMax ?? 0, afterMax ?? 0]));
  return (
    <PageBody>
      <PageHeader
        eyebrow={
          <Link href={paths.staff.regrades()} className="link">
            Regrades
          </Link>
        }
        title={`Regrade of ${manifest.title}`}
        lead={
          <>
            With version {regrade.version}, started <Time at={regrade.createdAt.toISOString()} withZone past />.
          </>
        }
        actions={
          isOpen && summary.unfinished > 0 ? <LiveRefresh everySeconds={5} /> : <RegradeState regrade={regrade} />
        }
      />
      <div className="space-y-12">
        <div className="max-w-measure space-y-4">
          <p className="font-serif text-xl">{regradeSentence(regrade, rows)}</p>
          <p className="text-sm break-words">
            <span className="text-ink-soft">
              {regrade.publishedAt ? 'Students read:' : 'Once published, students read:'}
            </span>{' '}
            <bdi>{regrade.reason}</bdi>
          </p>
        </div>
        {isOpen && can.regrade(ctx.user) && <EndForm id={id} unfinished={summary.unfinished} failed={summary.failed} />}
        <Distribution bins={distribution(rows, maxPoints)} />
        <Grades grades={grades} />
        <Changes slug={regrade.slug} rows={losersFirst(rows)} />
      </div>
    </PageBody>
  );
}

function missing(error: unknown): never {
  if (error instanceof NotFound) notFound();
  throw error;
}
