import { findUserById } from '#db/queries/auth.ts';
import { insertOverride, listOverrides, lockCell, withdrawOverrides } from '#db/queries/gradebook.ts';
import { findItem } from '#db/queries/items.ts';
import { can } from '#lib/auth/core.ts';
import type { Context } from '#lib/context.ts';
import { audit } from '#lib/course/audit.ts';
import { Conflict, Forbidden, InvalidInput, NotFound } from '#lib/errors.ts';
import { notify } from '#lib/notices/server.ts';
import { paths } from '#lib/paths.ts';
import { overrideProblem } from './core.ts';
import { getGradebookItem } from './server.ts';

export type GradeInput = {
  slug: string;
  userId: string;
  points: number;
  reason: string;
  /** What counted when the caller looked: where somebody set another grade meanwhile, nothing is written. */
  basePoints: number | null;
};

/**
 * Sets a grade in the place of the one that was earned. The student is told, and reads the reason.
 * @throws Forbidden, NotFound, InvalidInput; Conflict where somebody else set it meanwhile
 */
export async function setGrade(ctx: Context, input: GradeInput): Promise<void> {
  if (!can.setGrades(ctx.user)) throw new Forbidden('Grades are set by instructors.');
  await ctx.db.transaction(async (tx) => {
    const inside = { ...ctx, db: tx };
    const item = await getGradebookItem(inside, input.slug);
    const problem = overrideProblem(input.points, item.maxPoints, input.reason);
    if (problem) throw new InvalidInput(problem);
    await getStudent(inside, input.userId);
    await lockCell(tx, input.userId, input.slug);
    const before = (await listOverrides(tx, input.userId)).find(({ slug }) => slug === input.slug)?.points ?? null;
    if (before !== input.basePoints)
      throw new Conflict('Somebody set this grade meanwhile.', 'Look at it again first.');
    const { slug, userId, points } = input;
    const reason = input.reason.trim();
    await withdrawOverrides(tx, userId, slug, { at: ctx.now, id: ctx.user.id });
    await insertOverride(tx, { slug, userId, points, reason, createdAt: ctx.now, createdBy: ctx.user.id });
    await audit(tx, ctx, 'grade.set', `${slug}:${userId}`, { before: { points: before }, after: { points, reason } });
    await tell(inside, item.title, userId);
  });
}

/** The grade that was earned counts again. @throws Forbidden; NotFound where none was set */
export async function withdrawGrade(ctx: Context, { slug, userId }: { slug: string; userId: string }): Promise<void> {
  if (!can.setGrades(ctx.user)) throw new Forbidden('Grades are set by instructors.');
  await ctx.db.transaction(async (tx) => {
    await lockCell(tx, userId, slug);
    const before = await withdrawOverrides(tx, userId, slug, { at: ctx.now, id: ctx.user.id });
    if (before === null) throw new NotFound('A grade that was set here');
    await audit(tx, ctx, 'grade.withdraw', `${slug}:${userId}`, { before: { points: before } });
    const item = await findItem(tx, slug);
    await tell({ ...ctx, db: tx }, item?.title ?? slug, userId);
  });
}

async function getStudent(ctx: Context, userId: string): Promise<void> {
  const user = await findUserById(ctx.db, userId);
  if (user?.role !== 'student') throw new NotFound('This student');
}

const tell = (ctx: Context, title: string, userId: string) =>
  notify(ctx, { kind: 'grade', title: `Your grade for “${title}” was changed`, href: paths.grades() }, [userId]);
