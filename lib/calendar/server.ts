import { findFeed, listSessionsWithParts, listSessionTopics, lockCourse, updateTerm } from '#db/queries/calendar.ts';
import { findCourseRow } from '#db/queries/course.ts';
import { listHandedIn } from '#db/queries/items.ts';
import { can } from '#lib/auth/core.ts';
import type { Context } from '#lib/context.ts';
import { audit } from '#lib/course/audit.ts';
import { Conflict, Forbidden, NotFound } from '#lib/errors.ts';
import { listItems } from '#lib/items/server.ts';
import type { CalendarItem, Session } from './core/entries.ts';
import { type TermInput, termSchema } from './core/session.ts';
import type { Term } from './core/term.ts';
import { addDays, startOfDay } from './core/zone.ts';
import { parsed } from './input.ts';

export type Calendar = {
  title: string;
  term: Term;
  sessions: Session[];
  /** With the caller's own dates, and whether they have handed anything in. */
  items: CalendarItem[];
  /** When the caller's secret address was made; null where there is none. */
  feedMadeAt: Date | null;
};

/** The whole term as the caller may see it: whoever has signed in sees every class and their own dates. */
export async function getCalendar(ctx: Context): Promise<Calendar> {
  const [course, { sessions, readings }, items, handedIn, feedMadeAt] = await Promise.all([
    findCourseRow(ctx.db),
    listSessionsWithParts(ctx.db),
    listItems(ctx),
    listHandedIn(ctx.db, ctx.user.id),
    findFeed(ctx.db, ctx.user.id),
  ]);
  if (!course) throw new NotFound('The course');
  return {
    title: course.title,
    term: { start: course.termStart, end: course.termEnd, timeZone: course.timeZone },
    sessions,
    items: items.map((item) => ({
      ...item,
      handedIn: handedIn.has(item.slug),
      readings: readings.filter(({ slug }) => slug === item.slug),
    })),
    feedMadeAt,
  };
}

/** The topics of the class sessions, in the order of the term: the categories that a proposal can choose. */
export async function listTopics(ctx: Context): Promise<string[]> {
  return listSessionTopics(ctx.db);
}

/**
 * First and last day of term, and the zone that all times are said in. No date moves with them: what was due at an
 * instant is due at that instant.
 * @param base the term that the caller decided upon
 * @throws Conflict where it is another by now; InvalidInput
 */
export async function setTerm(ctx: Context, input: TermInput, base: Term): Promise<void> {
  if (!can.editTerm(ctx.user)) throw new Forbidden('Only instructors change the term.');
  const { firstDay, lastDay, timeZone } = parsed(termSchema, input);
  await ctx.db.transaction(async (tx) => {
    const course = await lockCourse(tx);
    if (!course) throw new NotFound('The course');
    const before = { termStart: course.termStart, termEnd: course.termEnd, timeZone: course.timeZone };
    if (!isSameTerm({ start: course.termStart, end: course.termEnd, timeZone: course.timeZone }, base)) {
      throw new Conflict('Somebody changed the term meanwhile.', 'Look at it now, then change it again.');
    }
    const after = {
      termStart: startOfDay(firstDay, timeZone),
      termEnd: startOfDay(addDays(lastDay, 1), timeZone),
      timeZone,
    };
    await updateTerm(tx, after);
    await audit(tx, ctx, 'course.set-term', 'course', { before, after });
  });
}

const isSameTerm = (a: Term, b: Term) =>
  a.start.getTime() === b.start.getTime() && a.end?.getTime() === b.end?.getTime() && a.timeZone === b.timeZone;
