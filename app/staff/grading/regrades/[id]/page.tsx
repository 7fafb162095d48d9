import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import { getAssignment } from '#lib/assignments/server.ts';
import { can } from '#lib/auth/core.ts';
import { NotFound } from '#lib/errors.ts';
import { distribution, gradeChanges, losersFirst, losesGrade, summarize } from '#lib/grading/core/regrade.ts';
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
            With version {regrade.version}, started <Time at={regrade.createdAt.toISOString()} withZone />.{' '}
            {regrade.reason}
          </>
        }
        actions={
          isOpen && summary.unfinished > 0 ? <LiveRefresh everySeconds={5} /> : <RegradeState regrade={regrade} />
        }
      />
      <div className="space-y-12">
        <p className="max-w-measure font-serif text-xl">{sentence(summary, grades.filter(losesGrade).length)}</p>
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

function sentence(summary: ReturnType<typeof summarize>, losers: number): string {
  const { covered, rises, falls, same, unfinished, failed } = summary;
  const open = unfinished > 0 ? ` ${unfinished} are not regraded yet.` : '';
  const broken = failed > 0 ? ` ${failed} could not be graded, through no fault of the students.` : '';
  const lose = losers === 1 ? '1 student would' : `${losers} students would`;
  return `Of ${covered} submissions, ${rises} rise, ${falls} fall and ${same} stay.${open}${broken} As it is, ${lose} have a lower grade.`;
}
