import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import { findOffer } from '#lib/assignments/offers.ts';
import { getAssignment, getDraft } from '#lib/assignments/server.ts';
import type { Context } from '#lib/context.ts';
import { workbenchStarts } from '#lib/course/core.ts';
import { recordVisit } from '#lib/course/server.ts';
import { NotFound } from '#lib/errors.ts';
import { listSubmissions } from '#lib/grading/server.ts';
import { paths } from '#lib/paths.ts';
import { sandboxUrls } from '#lib/sandbox/browser-bundle.ts';
import { Corrections } from '../../../_writing/corrections.tsx';
import { currentCourse, pageContext } from '../../../session.ts';
import { Prompt } from './prompt.tsx';
import { Workbench } from './workbench.tsx';

type Props = { params: Promise<{ slug: string }>; searchParams: Promise<{ start?: string | string[] }> };

export async function generateMetadata({ params }: Pick<Props, 'params'>): Promise<Metadata> {
  const { slug } = await params;
  const ctx = await pageContext(paths.assignment(slug));
  const assignment = await findAssignment(ctx, slug);
  return { title: assignment?.manifest.title ?? 'Assignment' };
}

export default async function WorkbenchPage({ params, searchParams }: Props) {
  const { slug } = await params;
  const ctx = await pageContext(paths.assignment(slug));
  const assignment = await findAssignment(ctx, slug);
  if (!assignment) notFound();
  const { prompt, starter, manifest, versionId, policy, maxPoints } = assignment;
  const [draft, submissions, urls, course, { start }] = await Promise.all([
    getDraft(ctx, slug),
    listSubmissions(ctx, slug),
    sandboxUrls(),
    currentCourse(),
    searchParams,
    recordVisit(ctx, `assignment:${slug}`),
  ]);
  return (
    <Workbench
      assignment={{ slug, manifest, starter, maxPoints }}
      policy={policy}
      // Code and runs kept in the browser belong to a person, not to the computer.
      scope={`${ctx.user.id}:${slug}`}
      draft={draft}
      submissions={submissions}
      urls={urls}
      tour={{
        offer: course.demo ? findOffer(slug) : null,
        // An address must not make a student's own course run or change anything by itself.
        start: course.demo ? (workbenchStarts.find((one) => one === start) ?? null) : null,
      }}
      prompt={
        <>
          <div className="px-5 pt-5 empty:hidden">
            <Corrections ctx={ctx} slug={slug} />
          </div>
          <Prompt versionId={versionId} source={prompt} />
          <p className="px-5 pb-6">
            <Link href={paths.discussion({ topic: `item:${slug}` })} className="link">
              Discuss this assignment
            </Link>
          </p>
        </>
      }
    />
  );
}

async function findAssignment(ctx: Context, slug: string) {
  try {
    return await getAssignment(ctx, slug);
  } catch (error) {
    if (error instanceof NotFound) return null;
    throw error;
  }
}
