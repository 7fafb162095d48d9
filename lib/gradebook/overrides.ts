import { findUserById } from '#db/queries/auth.ts';
import { insertOverride, lockCell, withdrawOverrides } from '#db/queries/gradebook.ts';
import { can } from '#lib/auth/core.ts';
import type { Context } from '#lib/context.ts';
import { audit } from '#lib/course/audit.ts';
import { Conflict, Forbidden, InvalidInput, NotFound } from '#lib/errors.ts';
import { notify } from '#lib/notices/server.ts';
import { paths } from '#lib/paths.ts';
import { type Cell, overrideProblem } from './core.ts';
import { getCell } from './server.ts';

/** A cell as the caller looked at it: where somebody set or withdrew a grade since, nothing is written. */
export type GradeBase = {
  slug: string;
  userId: string;
  /** When the grade was set that counted then; null where none was. ISO. */
  baseAt: string | null;
};

export type GradeInput = GradeBase & { points: number; reason: string };

/**
 * Sets a grade in the place of the one that was earned. The student is told, and reads the reason.
 * @throws Forbidden, NotFound, InvalidInput; Conflict where somebody else set it meanwhile
 */
export async function setGrade(ctx: Context, input: GradeInput): Promise<void> {
  if (!can.setGrades(ctx.user)) throw new Forbidden('Grades are set by instructors.');
  await ctx.db.transaction(async (tx) => {
    const inside = { ...ctx, db: tx };
    await lockCell(tx, input.userId, input.slug);
    const { item, cell } = await getCell(inside, input);
    const problem = overrideProblem(input.points, item.maxPoints, input.reason);
    if (problem) throw new InvalidInput(problem);
    await requireStudent(inside, input.userId);
    refuseOvertaken(cell, input);
    const { slug, userId, points } = input;
    const reason = input.reason.trim();
    await withdrawOverrides(tx, userId, slug, { at: ctx.now, id: ctx.user.id });
    await insertOverride(tx, { slug, userId, points, reason, createdAt: ctx.now, createdBy: ctx.user.id });
    await audit(tx, ctx, 'grade.set', `${slug}:${userId}`, {
      before: { points: cell.points },
      after: { points, reason },
    });
    await tell(inside, item.title, userId);
  });
}

/** The grade that was earned counts again. @throws Forbidden; NotFound where none was set; Conflict as above */
export async function withdrawGrade(ctx: Context, base: GradeBase): Promise<void> {
  if (!can.setGrades(ctx.user)) throw new Forbidden('Grades are set by instructors.');
  await ctx.db.transaction(async (tx) => {
    const { slug, userId } = base;
    await lockCell(tx, userId, slug);
    const { item, cell } = await getCell({ ...ctx, db: tx }, base);
    if (!cell.override) throw new NotFound('A grade that was set here');
    refuseOvertaken(cell, base);
    await withdrawOverrides(tx, userId, slug, { at: ctx.now, id: ctx.user.id });
    const change = { before: { points: cell.points }, after: { points: cell.earned } };
    await audit(tx, ctx, 'grade.withdraw', `${slug}:${userId}`, change);
    await tell({ ...ctx, db: tx }, item.title, userId);
  });
}

function refuseOvertaken({ override }: Cell, { baseAt }: GradeBase): void {
  if ((override?.at ?? null) === baseAt) return;
  throw new Conflict('Somebody set or withdrew this grade meanwhile.', 'Load the page to see it, then decide.');
}

async function requireStudent(ctx: Context, userId: string): Promise<void> {
  const user = await findUserById(ctx.db, userId);
  if (user?.role !== 'student') throw new NotFound('This student');
}

const tell = (ctx: Context, title: string, userId: string) =>
  notify(ctx, { kind: 'grade', title: `Your grade for “${title}” was changed`, href: paths.grades() }, [userId]);
