import { findContents, listDueAfter, listServing, wipe } from '#db/queries/setup.ts';
import { insertCourse } from '#db/seed.ts';
import { can } from '#lib/auth/core.ts';
import { createUser } from '#lib/auth/server.ts';
import type { Context } from '#lib/context.ts';
import { audit } from '#lib/course/audit.ts';
import { Conflict, Forbidden, InvalidInput } from '#lib/errors.ts';
import { type Contents, type CourseInput, contentsText, courseInputSchema, termOf } from './core.ts';

/*
 * Verbs that change what an installation is. Their context is that of the host under the owner's role: hidden data goes
 * and comes with the rest.
 */

/** What is in the database now; null where it is new. */
export async function lookInside(ctx: Context): Promise<Contents | null> {
  if (!can.setUp(ctx.user)) throw new Forbidden();
  return findContents(ctx.db);
}

/** @throws Conflict while a host or a grader is connected: it has decided at its start what it may do */
export async function refuseWhileServed(ctx: Context): Promise<void> {
  if (!can.setUp(ctx.user)) throw new Forbidden();
  const serving = await listServing(ctx.db);
  if (serving.length === 0) return;
  throw new Conflict(
    'The course is being served from this database, here or on another machine.',
    'Stop every `npm start` and `npm run grader` first, with Ctrl-C, then run this again.',
  );
}

/** @throws Conflict where this is a real course that people are in already */
export function refuseRealCourse(contents: Contents | null): void {
  if (!contents || contents.demo || contents.people === 0) return;
  throw new Conflict(
    `This is a real course already: ${contents.title}, with ${contentsText(contents)}.`,
    'For another course, use another checkout or another DATA_DIR.',
  );
}

/** @throws Conflict where the database is not the embedded one: only there nobody outside can reach a demo */
export function refuseDemoElsewhere(embedded: boolean): void {
  if (embedded) return;
  throw new Conflict('A demo lives in the embedded database only.', 'Unset DATABASE_URL, or use another checkout.');
}

/** @throws Conflict where a real course would go away whose title nobody wrote */
export function refuseLoss(contents: Contents | null, title: string | undefined): void {
  if (!contents || contents.demo || contents.title === title) return;
  throw new Conflict(
    `This is a real course: ${contents.title}, with ${contentsText(contents)}. Nothing was changed.`,
    `To put the demo in its place all the same: --discard-course "${contents.title}".`,
  );
}

/** @throws InvalidInput naming the field */
export function readCourseInput(given: Record<keyof CourseInput, string>): CourseInput {
  const read = courseInputSchema.safeParse(given);
  if (read.success) return read.data;
  const issue = read.error.issues[0];
  throw new InvalidInput(`--${String(issue?.path[0])}: ${issue?.message}`);
}

/**
 * Makes a real course of what was new, or a demo: everything that was there goes, the audit log too, and its hidden
 * data will be drawn from a new secret. Assignments are published afterwards, as at every start.
 * @returns a one-time token to set the instructor's password, or null where a password was given
 */
export async function initCourse(ctx: Context, input: CourseInput, password?: string): Promise<string | null> {
  if (!can.setUp(ctx.user)) throw new Forbidden();
  return ctx.db.transaction(async (tx) => {
    refuseRealCourse(await findContents(tx));
    await wipe(tx);
    const { title, zone: timeZone, address: publicAddress, instructor: email, name } = input;
    const course = { title, timeZone, publicAddress, ...termOf(input) };
    await insertCourse(tx, { ...course, demo: false, createdAt: ctx.now });
    await audit(tx, ctx, 'course.init', 'course', { after: course });
    const person = { email, name, role: 'instructor' as const, password };
    return (await createUser({ ...ctx, db: tx }, person)).setPasswordToken;
  });
}

/** Empties the database; the next start, or whoever calls, fills it with the demo again. */
export async function clearForDemo(ctx: Context): Promise<void> {
  if (!can.setUp(ctx.user)) throw new Forbidden();
  await ctx.db.transaction((tx) => wipe(tx));
}

/** Slugs of what is due after the last day of term: its dates come from manifests, which know no term. */
export async function listLate(ctx: Context, input: CourseInput): Promise<string[]> {
  if (!can.setUp(ctx.user)) throw new Forbidden();
  return (await listDueAfter(ctx.db, termOf(input).termEnd)).map(({ slug }) => slug);
}
