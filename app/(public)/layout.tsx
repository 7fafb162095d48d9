import type { ReactNode } from 'react';
import { isGradingUnsafe } from '#lib/grading/health.ts';
import { Mark } from '../_shell/mark.tsx';
import { UnsafeBanner } from '../_shell/unsafe-banner.tsx';
import { anonymousContext, currentCourse } from '../session.ts';
import { ConvolutionPicture } from './convolution-picture.tsx';

/** Before signing in: the title page of a book on the left, the form on the right. */
export default async function PublicLayout({ children }: { children: ReactNode }) {
  const ctx = anonymousContext();
  const [course, isUnsafe] = await Promise.all([currentCourse(), isGradingUnsafe(ctx)]);
  return (
    <div className="flex min-h-dvh flex-col">
      {isUnsafe && <UnsafeBanner />}
      <div className="grid flex-1 grid-rows-[auto_1fr] lg:grid-rows-1 lg:grid-cols-[minmax(0,7fr)_minmax(0,6fr)]">
        <header className="flex flex-col px-6 pt-6 sm:px-12 sm:pt-10 lg:bg-well lg:pb-12 xl:px-20">
          <p className="flex items-center gap-2.5 text-sm font-[550] text-ink-soft">
            <Mark className="size-6" />A course that computes
          </p>
          <div className="flex flex-1 flex-col justify-center gap-14 py-8 lg:py-16">
            <p
              className="max-w-[13ch] font-serif text-4xl font-semibold tracking-tight text-balance sm:text-5xl"
              dir="auto"
            >
              {course.title}
            </p>
            <ConvolutionPicture className="hidden max-w-2xl lg:block" />
          </div>
        </header>
        <main className="flex flex-col px-6 pt-4 pb-16 lg:justify-center sm:px-12 lg:py-16 xl:px-20">{children}</main>
      </div>
    </div>
  );
}
