import { findCourseRow, upsertVisit } from '#db/queries/course.ts';
import type { AnonymousContext, Context } from '#lib/context.ts';
import { InvalidInput, NotFound } from '#lib/errors.ts';
import { type Course, placeSchema } from './core.ts';

/** The course's title, zone and kind. Anybody may know them: the sign-in page says them. */
export async function getCourse(ctx: Pick<AnonymousContext, 'db'>): Promise<Course> {
  const row = await findCourseRow(ctx.db);
  if (!row) throw new NotFound('The course');
  return { title: row.title, timeZone: row.timeZone, termStart: row.termStart, demo: row.demo };
}

/** Remembers that the person is here now: `lecture:<slug>` or `assignment:<slug>`. Everybody records their own. */
export async function recordVisit(ctx: Context, place: string): Promise<void> {
  const known = placeSchema.safeParse(place);
  if (!known.success) throw new InvalidInput(`${place} is not a place.`);
  await upsertVisit(ctx.db, { userId: ctx.user.id, place: known.data, at: ctx.now });
}
