'use client';
import type { Section } from '#lib/lectures/core.ts';
import { useProgress } from './progress.ts';

type Props = { slug: string; userId: string; sections: readonly Section[] };

/** ", 3 read": known in the browser only. */
export function ReadCount({ slug, userId, sections }: Props) {
  const { read } = useProgress(slug, userId, sections);
  return read.size > 0 ? `, ${read.size} read` : null;
}
