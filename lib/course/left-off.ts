import { listVisits } from '#db/queries/course.ts';
import { listDraftPlaces } from '#db/queries/drafts.ts';
import type { Context } from '#lib/context.ts';
import { listTitles } from '#lib/discussion/read.ts';
import { findLecture } from '#lib/lectures/core.ts';
import { paths } from '#lib/paths.ts';
import { type Trace, tracesOf } from './core/left-off.ts';
import type { WeekItem } from './core.ts';

/** Where the caller was, with the way back. */
export type LeftOff = Pick<Trace, 'kind' | 'at' | 'isDraft'> & { title: string; href: string };

/** Each kind is asked for so many: a proposal alone leaves one draft a field. */
const asked = 12;
const shown = 4;

/** The caller's own, newest first. Three queries. @param items the caller's, for their titles */
export async function listLeftOff(ctx: Context, items: readonly WeekItem[]): Promise<LeftOff[]> {
  const [visits, drafts] = await Promise.all([
    listVisits(ctx.db, ctx.user.id, asked),
    listDraftPlaces(ctx.db, ctx.user.id, asked),
  ]);
  const traces = tracesOf(visits, drafts);
  const threads = traces.filter(({ kind }) => kind === 'reply').map(({ about }) => about);
  const titles = await listTitles(ctx, threads);
  const resolved = traces.flatMap((trace): LeftOff[] => {
    const place = resolve(trace, items, titles);
    return place ? [{ kind: trace.kind, at: trace.at, isDraft: trace.isDraft, ...place }] : [];
  });
  return resolved.slice(0, shown);
}

/** Null for what is gone, and for what the person may not see any more. */
function resolve({ kind, about }: Trace, items: readonly WeekItem[], threads: Map<string, string>) {
  if (kind === 'thread') return { title: 'A new thread', href: paths.newThread() };
  if (kind === 'lecture') {
    const lecture = findLecture(about);
    return lecture && { title: lecture.title, href: paths.lecture(about) };
  }
  if (kind === 'reply') {
    const title = threads.get(about);
    return title ? { title, href: paths.thread(about) } : null;
  }
  const item = items.find(({ slug }) => slug === about);
  return item ? { title: item.title, href: paths.item(item) } : null;
}
