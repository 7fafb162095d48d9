import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import type { ComponentType } from 'react';
import { recordVisit } from '#lib/course/server.ts';
import { findLecture } from '#lib/lectures/core.ts';
import { paths } from '#lib/paths.ts';
import { pageContext } from '../../../session.ts';
import ConvolutionalNetworks from '../_content/convolutional-networks/lecture.mdx';
import { Foot } from './foot.tsx';
import { Outline } from './outline.tsx';

const texts: Record<string, ComponentType> = { 'convolutional-networks': ConvolutionalNetworks };

type Props = { params: Promise<{ slug: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: findLecture((await params).slug)?.title ?? 'Lecture' };
}

const endId = 'end-of-lecture';

export default async function LecturePage({ params }: Props) {
  const { slug } = await params;
  const ctx = await pageContext(paths.lecture(slug));
  const lecture = findLecture(slug);
  const Text = texts[slug];
  if (!lecture || !Text) notFound();
  await recordVisit(ctx, `lecture:${slug}`);

  const outline = <Outline slug={slug} userId={ctx.user.id} sections={lecture.sections} endId={endId} />;
  return (
    <div className="mx-auto grid w-full max-w-[80rem] grid-cols-[minmax(0,1fr)] gap-x-12 px-5 pt-8 pb-24 sm:px-8 sm:pt-12 lg:grid-cols-[13rem_minmax(0,1fr)] print:block print:p-0">
      <nav aria-label="Sections of this lecture" className="hidden lg:block print:hidden">
        <div className="sticky top-6 max-h-[calc(100dvh-3rem)] overflow-y-auto pb-4">{outline}</div>
      </nav>
      <div className="min-w-0">
        <header className="max-w-measure">
          <p className="eyebrow mb-1.5">Lecture · about {lecture.minutes} minutes</p>
          <h1 className="text-3xl sm:text-4xl">{lecture.title}</h1>
          <p className="mt-3 font-serif text-reading text-ink-soft">{lecture.summary}</p>
        </header>
        <details className="mt-6 border-y border-rule py-3 lg:hidden print:hidden">
          <summary className="font-[550]">Sections</summary>
          <nav aria-label="Sections of this lecture" className="mt-2">
            {outline}
          </nav>
        </details>
        <article className="prose with-margin mt-8">
          <Text />
        </article>
        <div id={endId} />
        <Foot lecture={lecture} />
      </div>
    </div>
  );
}
