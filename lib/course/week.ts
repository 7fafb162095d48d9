import { countWaitingWork } from '#db/queries/course.ts';
import type { AssignmentView } from '#lib/assignments/core/view.ts';
import { listAssignments } from '#lib/assignments/server.ts';
import { can } from '#lib/auth/core.ts';
import type { Context } from '#lib/context.ts';
import { Forbidden } from '#lib/errors.ts';
import { getOwnGrades } from '#lib/gradebook/server.ts';
import type { SubmissionView } from '#lib/grading/core/view.ts';
import { listSubmissions } from '#lib/grading/server.ts';
import { laterItems, nextItem, type Place, type WaitingWork, type WeekItem } from './core.ts';
import { lastSeenHome, listOwnVisits } from './server.ts';

const week = 7 * 24 * 60 * 60_000; // milliseconds

export type NewResult = { submission: SubmissionView; title: string; unseen: boolean };

export type OwnWeek = {
  next: WeekItem | null;
  later: WeekItem[];
  results: NewResult[];
  visits: (Place & { at: Date; title: string })[];
};

/** The caller's assignments with what they have reached, in order of due date. */
export async function listOwnItems(ctx: Context): Promise<WeekItem[]> {
  const [assignments, { grades }] = await Promise.all([listAssignments(ctx), getOwnGrades(ctx)]);
  return assignments
    .flatMap((assignment) => {
      const grade = grades.find((each) => each.item.slug === assignment.slug);
      return grade ? [itemOf(assignment, grade.cell)] : [];
    })
    .toSorted((a, b) => a.dueAt.getTime() - b.dueAt.getTime());
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
export async function getStaffWeek(ctx: Context): Promise<WaitingWork> {
  if (!can.seeStaffPages(ctx.user)) throw new Forbidden();
  return countWaitingWork(ctx.db, new Date(ctx.now.getTime() - week));
}

/** Results of the last week, newest first; `unseen` since the caller last looked. */
async function listNewResults(ctx: Context, items: WeekItem[], seen: Date | null): Promise<NewResult[]> {
  const tried = items.filter((item) => item.cell.attempts > 0);
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

function itemOf({ slug, manifest, maxPoints, policy }: AssignmentView, cell: WeekItem['cell']): WeekItem {
  return {
    slug,
    title: manifest.title,
    summary: manifest.summary,
    lecture: manifest.lecture ?? null,
    opensAt: policy.opensAt,
    dueAt: policy.dueAt,
    closesAt: policy.closesAt,
    attemptsLeft: policy.attempts.left,
    maxPoints,
    cell,
  };
}

/** A lecture's slug is its title in kebab-case; an assignment's title may have changed since. */
function titleOf(place: Place, items: WeekItem[]): string | null {
  if (place.kind === 'assignment') return items.find((item) => item.slug === place.slug)?.title ?? null;
  const words = place.slug.replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
