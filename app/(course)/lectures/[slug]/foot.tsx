import { ArrowLeft, ArrowRight, MessagesSquare, PenLine } from 'lucide-react';
import Link from 'next/link';
import { type Lecture, neighboursOf } from '#lib/lectures/core.ts';
import { paths } from '#lib/paths.ts';
import { ButtonLink } from '../../../_components/button.tsx';

/** Where to go from the end: first to practise, then to the neighbours. */
export function Foot({ lecture }: { lecture: Lecture }) {
  const { previous, next } = neighboursOf(lecture.slug);
  return (
    <footer className="mt-16 max-w-measure border-t border-rule pt-6 print:hidden">
      <div className="flex flex-wrap gap-3">
        {lecture.assignment && (
          <ButtonLink href={paths.assignment(lecture.assignment)} tone="primary">
            <PenLine aria-hidden /> Go to the exercise
          </ButtonLink>
        )}
        <ButtonLink href={paths.discussion({ topic: `module:${lecture.slug}` })}>
          <MessagesSquare aria-hidden /> Discuss
        </ButtonLink>
      </div>
      <nav aria-label="Lectures" className="mt-6 flex flex-wrap justify-between gap-4 text-sm">
        {previous ? (
          <Link href={paths.lecture(previous.slug)} className="link inline-flex min-h-8 items-center gap-1.5">
            <ArrowLeft aria-hidden className="size-4" /> Previous: {previous.title}
          </Link>
        ) : (
          <Link href={paths.lectures()} className="link inline-flex min-h-8 items-center gap-1.5">
            <ArrowLeft aria-hidden className="size-4" /> All lectures
          </Link>
        )}
        {next && (
          <Link href={paths.lecture(next.slug)} className="link inline-flex min-h-8 items-center gap-1.5">
            Next: {next.title} <ArrowRight aria-hidden className="size-4" />
          </Link>
        )}
      </nav>
    </footer>
  );
}
