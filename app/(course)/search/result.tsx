import Link from 'next/link';
import { findLecture } from '#lib/lectures/core.ts';
import { paths } from '#lib/paths.ts';
import type { SearchPlace, SearchResult } from '#lib/search/core.ts';
import { Time } from '../../_components/time.tsx';

/** Where it is, what it is called, and the words around what was found. */
export function Result({ result: { place, title, excerpt, at } }: { result: SearchResult }) {
  return (
    <li>
      <p className="eyebrow">
        {kindOf(place)}
        {at && (
          <>
            , <Time at={at} show="absolute" past />
          </>
        )}
      </p>
      <h2 className="text-lg" dir="auto">
        <Link href={hrefOf(place)} className="link break-words">
          {title}
        </Link>
      </h2>
      <p className="mt-1 text-sm break-words text-ink-soft" dir="auto">
        {excerpt.map(({ text, isHit }, i) =>
          isHit ? (
            // biome-ignore lint/suspicious/noArrayIndexKey: a piece is its place in the excerpt
            <mark key={i} className="rounded-sm bg-accent-wash px-0.5 font-[550] text-ink">
              {text}
            </mark>
          ) : (
            // biome-ignore lint/suspicious/noArrayIndexKey: a piece is its place in the excerpt
            <span key={i}>{text}</span>
          ),
        )}
      </p>
    </li>
  );
}

function kindOf(place: SearchPlace): string {
  if (place.kind === 'lecture') {
    const lecture = findLecture(place.slug)?.title;
    return place.section && lecture ? `Lecture “${lecture}”` : 'Lecture';
  }
  if (place.kind === 'reading') return 'Reading';
  if (place.kind === 'item') return place.itemKind === 'code' ? 'Assignment' : 'Written work';
  const names = { discussion: 'Discussion', announcement: 'Announcement', run: 'About a run', review: 'Comment' };
  return place.postId ? `${names[place.threadKind]}, a post` : names[place.threadKind];
}

function hrefOf(place: SearchPlace): string {
  if (place.kind === 'lecture') return paths.lecture(place.slug) + (place.section ? `#${place.section}` : '');
  if (place.kind === 'reading') return paths.calendar();
  if (place.kind === 'thread') return paths.thread(place.threadId, place.postId ?? undefined);
  if (place.itemKind === 'code') return paths.assignment(place.slug);
  return place.itemKind === 'proposal' ? paths.proposals() : paths.reflection(place.slug);
}
