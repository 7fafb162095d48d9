import { countWaitingWork, listWaitingTexts } from '#db/queries/course.ts';
import { listWrittenItems } from '#db/queries/written-items.ts';
import { listAssignments } from '#lib/assignments/server.ts';
import { can } from '#lib/auth/core.ts';
import type { Context } from '#lib/context.ts';
import { Forbidden } from '#lib/errors.ts';
import { getOwnGrades } from '#lib/gradebook/server.ts';
import type { SubmissionView } from '#lib/grading/core/view.ts';
import { listSubmissions } from '#lib/grading/server.ts';
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
  const [assignments, written, items, { grades }] = await Promise.all([
    listAssignments(ctx),
    listWrittenItems(ctx.db),
    listItems(ctx),
    getOwnGrades(ctx),
  ]);
  return items.flatMap((item) => {
    const cell = grades.find((grade) => grade.item.slug === item.slug)?.cell;
    if (!cell) return [];
    const assignment = assignments.find(({ slug }) => slug === item.slug);
    const prompt = written.find(({ slug }) => slug === item.slug)?.prompt ?? '';
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
  const tried = items.filter((item) => item.kind === 'code' && item.cell.attempts > 0);
  const lists = await Promise.all(
    tried.map(async ({ slug, title }) =>
      (await listSubmissions(ctx, slug)).map((submission) => ({ submission, title })),
    ),
  );
  return lists
    .flat()
    .flatMap(({ submission, title }) => {
      const gradedAt = submission.gradedAt ? new Date(submission.gradedAt) : null;
      if (!gradedAt || gradedAt.getTime() < ctx.now.getTime() - week) return [];
      return [{ submission, title, gradedAt, unseen: seen === null || gradedAt > seen }];
    })
    .toSorted((a, b) => b.gradedAt.getTime() - a.gradedAt.getTime())
    .slice(0, 4);
}

/** A lecture's slug is its title in kebab-case; an assignment's title may have changed since. */
function titleOf(place: Place, items: WeekItem[]): string | null {
  if (place.kind === 'assignment') return items.find((item) => item.slug === place.slug)?.title ?? null;
  const words = place.slug.replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
