import { countWaitingWork, listWaitingTexts } from '#db/queries/course.ts';
import { can } from '#lib/auth/core.ts';
import type { Context } from '#lib/context.ts';
import { Forbidden } from '#lib/errors.ts';
import { getOwnGrades, listColumns } from '#lib/gradebook/server.ts';
import type { SubmissionView } from '#lib/grading/core/view.ts';
import { listRecentResults } from '#lib/grading/server.ts';
import { listItems } from '#lib/items/server.ts';
import { excerpt } from '#lib/markdown/core.ts';
import { laterItems, nextItem, type Place, type WaitingTexts, type WaitingWork, type WeekItem } from './core.ts';
import { lastSeenHome, listOwnVisits } from './server.ts';

const week = 7 * 24 * 60 * 60_000; // milliseconds

export type NewResult = { submission: SubmissionView; title: string; unseen: boolean };

export type OwnWeek = {
  next: WeekItem | null;
  later: WeekItem[];
  results: NewResult[];
  visits: (Place & { at: Date; title: string })[];
};

/** The caller's items with what they have reached, in order of due date. */
export async function listOwnItems(ctx: Context): Promise<WeekItem[]> {
  const [columns, items] = await Promise.all([listColumns(ctx), listItems(ctx)]);
  const { grades } = await getOwnGrades(ctx, columns);
  return items.flatMap((item) => {
    const cell = grades.find((grade) => grade.item.slug === item.slug)?.cell;
    if (!cell) return [];
    const column = columns.find((one) => one.item.slug === item.slug);
    const assignment = column?.kind === 'code' ? column.item : null;
    const prompt = column?.kind === 'written' ? column.item.prompt : '';
    const { slug, kind, title, opensAt, dueAt, closesAt } = item;
    return {
      ...{ slug, kind, title, opensAt, dueAt, closesAt, cell },
      summary: assignment?.manifest.summary ?? excerpt(prompt, 240),
      lecture: assignment?.manifest.lecture ?? null,
      attemptsLeft: assignment?.policy.attempts.left ?? null,
      maxPoints: cell.maxPoints,
    };
  });
}

/** What is due, what was graded, where the caller was: their own, so nobody else can ask. */
export async function getOwnWeek(ctx: Context): Promise<OwnWeek> {
  const [items, seen, visits] = await Promise.all([listOwnItems(ctx), lastSeenHome(ctx), listOwnVisits(ctx)]);
  const next = nextItem(items, ctx.now);
  return {
    next,
    later: laterItems(items, next, ctx.now),
    results: await listNewResults(ctx, items, seen),
    visits: visits.flatMap((visit) => {
      const title = titleOf(visit, items);
      return title ? [{ ...visit, title }] : [];
    }),
  };
}

/** What waits for staff, in numbers. */
export async function getStaffWeek(ctx: Context): Promise<{ work: WaitingWork; texts: WaitingTexts[] }> {
  if (!can.seeStaffPages(ctx.user)) throw new Forbidden();
  const [work, texts] = await Promise.all([
    countWaitingWork(ctx.db, new Date(ctx.now.getTime() - week)),
    listWaitingTexts(ctx.db),
  ]);
  return { work, texts };
}

/** Results of the last week, newest first; `unseen` since the caller last looked. */
async function listNewResults(ctx: Context, items: WeekItem[], seen: Date | null): Promise<NewResult[]> {
  const results = await listRecentResults(ctx, new Date(ctx.now.getTime() - week), 4);
  return results.map((submission) => ({
    submission,
    title: items.find(({ slug }) => slug === submission.assignment)?.title ?? submission.assignment,
    unseen: seen === null || submission.gradedAt === null || new Date(submission.gradedAt) > seen,
  }));
}

/** A lecture's slug is its title in kebab-case; an assignment's title may have changed since. */
function titleOf(place: Place, items: WeekItem[]): string | null {
  if (place.kind === 'assignment') return items.find((item) => item.slug === place.slug)?.title ?? null;
  const words = place.slug.replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
