'use client';
import { Check } from 'lucide-react';
import { useEffect, useState } from 'react';
import { type Section, sectionsPassed } from '#lib/lectures/core.ts';
import { useProgress } from '../progress.ts';

type Props = { slug: string; userId: string; sections: readonly Section[]; endId: string };

/** The lecture's sections: where the reader is, and a tick where they have been. */
export function Outline({ slug, userId, sections, endId }: Props) {
  const { read, add } = useProgress(slug, userId, sections);
  const [current, setCurrent] = useState<string | null>(null);

  useEffect(() => {
    let frame = 0;
    const look = () => {
      const tops = sections.map(({ id }) => topOf(id));
      const middle = innerHeight / 2;
      add(sectionsPassed(sections, tops, topOf(endId), middle));
      setCurrent(sections.findLast((_, i) => (tops[i] ?? Number.POSITIVE_INFINITY) <= middle)?.id ?? null);
    };
    const later = () => {
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(look);
    };
    later();
    addEventListener('scroll', later, { passive: true });
    addEventListener('resize', later);
    return () => {
      cancelAnimationFrame(frame);
      removeEventListener('scroll', later);
      removeEventListener('resize', later);
    };
  }, [sections, endId, add]);

  return (
    <ol className="space-y-0.5 text-sm">
      {sections.map(({ id, title }) => {
        const isCurrent = id === current;
        return (
          <li key={id}>
            <a
              href={`#${id}`}
              aria-current={isCurrent ? 'location' : undefined}
              className={`grid min-h-8 grid-cols-[1.25rem_1fr] items-baseline gap-x-1.5 rounded-md py-1 leading-snug hover:text-ink pointer-coarse:min-h-11 ${isCurrent ? 'font-semibold text-ink' : 'text-ink-soft'}`}
            >
              {read.has(id) ? (
                <Check aria-hidden className="size-4 translate-y-[0.15rem] text-good" />
              ) : (
                <span aria-hidden />
              )}
              <span>
                {title}
                {read.has(id) && <span className="sr-only"> (read)</span>}
              </span>
            </a>
          </li>
        );
      })}
    </ol>
  );
}

const topOf = (id: string) => document.getElementById(id)?.getBoundingClientRect().top ?? Number.POSITIVE_INFINITY;
