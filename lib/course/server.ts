import { findCourseRow, findVisit, listVisits, upsertVisit } from '#db/queries/course.ts';
import type { AnonymousContext, Context } from '#lib/context.ts';
import { InvalidInput, NotFound } from '#lib/errors.ts';
import { type Course, type Place, placeSchema, readPlace } from './core.ts';

/** The course's title, zone and kind. Anybody may know them: the sign-in page says them. */
export async function getCourse(ctx: Pick<AnonymousContext, 'db'>): Promise<Course> {
  const row = await findCourseRow(ctx.db);
  if (!row) throw new NotFound('The course');
  return { title: row.title, timeZone: row.timeZone, termStart: row.termStart, demo: row.demo };
}

/** Remembers that the person is here now: `home`, `lecture:<slug>` or `assignment:<slug>`. Everybody records their own. */
export async function recordVisit(ctx: Context, place: string): Promise<void> {
  const known = placeSchema.safeParse(place);
  if (!known.success) throw new InvalidInput(`${place} is not a place.`);
  await upsertVisit(ctx.db, { userId: ctx.user.id, place: known.data, at: ctx.now });
}

/** When the person last opened their home page, to tell what is new since; null the first time. */
export function lastSeenHome(ctx: Context): Promise<Date | null> {
  return findVisit(ctx.db, ctx.user.id, 'home');
}

/** Where the person was, newest first. */
export async function listOwnVisits(ctx: Context, limit = 3): Promise<(Place & { at: Date })[]> {
  const visits = await listVisits(ctx.db, ctx.user.id, limit);
  return visits.flatMap((visit) => {
    const place = readPlace(visit.place);
    return place ? [{ ...place, at: visit.at }] : [];
  });
}
