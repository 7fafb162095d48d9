import { randomUUID } from 'node:crypto';
import {
  countSessions,
  deleteSessions,
  insertSessions,
  lockSession,
  lockUntouched,
  replaceLinks,
  replaceReadings,
  type SessionRow,
  updateSession,
} from '#db/queries/calendar.ts';
import { findCourseRow } from '#db/queries/course.ts';
import { listStudents } from '#db/queries/gradebook.ts';
import { can } from '#lib/auth/core.ts';
import type { Context } from '#lib/context.ts';
import { audit } from '#lib/course/audit.ts';
import { Conflict, Forbidden, InvalidInput, NotFound } from '#lib/errors.ts';
import { notify } from '#lib/notices/server.ts';
import { paths } from '#lib/paths.ts';
import { indexReadings } from '#lib/search/texts.ts';
import { laterTopic, meetingsOf, mostMeetings } from './core/series.ts';
import { type SeriesInput, type SessionInput, seriesSchema, sessionSchema } from './core/session.ts';
import { sayInstant } from './core/zone.ts';
import { isId, parsed } from './input.ts';

/** What the feed, sent whole, can sensibly carry. */
const mostSessions = 1000;

/**
 * Adds the class of a whole term: weekdays and times between two days.
 * @returns ids of the sessions, in order
 * @throws InvalidInput where no day matches, or there are more topics than meetings
 */
export async function addSeries(ctx: Context, input: SeriesInput): Promise<string[]> {
  if (!can.editSessions(ctx.user)) throw new Forbidden('Only staff plan classes.');
  const { topics, place, ...series } = parsed(seriesSchema, input);
  const zone = await zoneOf(ctx);
  const meetings = meetingsOf(series, zone);
  refuseSeries(meetings.length, topics.length);
  const rows = meetings.map((meeting, i) => ({ ...meeting, place, topic: topics[i] ?? laterTopic }));
  return ctx.db.transaction(async (tx) => {
    await refuseTooMany({ ...ctx, db: tx }, rows.length);
    const ids = await insertSessions(tx, rows);
    await audit(tx, ctx, 'session.add-series', 'calendar', { after: { ...series, sessions: ids.length } });
    return ids;
  });
}

function refuseSeries(meetings: number, topics: number): void {
  if (meetings === 0) throw new InvalidInput('No day matches.', 'Choose other weekdays, or days further apart.');
  if (meetings > mostMeetings) {
    throw new InvalidInput(`There would be more than ${mostMeetings} classes.`, 'Choose days closer together.');
  }
  if (topics > meetings) {
    const remedy = 'Leave topics out, or let the class meet more often.';
    throw new InvalidInput(`There are ${topics} topics for ${meetings} classes.`, remedy);
  }
}

async function refuseTooMany(ctx: Context, more: number): Promise<void> {
  const count = await countSessions(ctx.db);
  if (count + more <= mostSessions) return;
  throw new InvalidInput(`A course has at most ${mostSessions} classes; there are ${count}.`, 'Delete some first.');
}

/** @returns the id of the new session. @throws InvalidInput */
export async function addSession(ctx: Context, input: SessionInput): Promise<string> {
  if (!can.editSessions(ctx.user)) throw new Forbidden('Only staff plan classes.');
  const { links, readings, ...session } = parsed(sessionSchema, input);
  return ctx.db.transaction(async (tx) => {
    await refuseTooMany({ ...ctx, db: tx }, 1);
    const [id] = await insertSessions(tx, [session]);
    if (!id) throw new Error('The session was not inserted.');
    await replaceLinks(tx, id, links);
    await replaceReadings(tx, id, readings.map(withId));
    await indexReadings(tx);
    await audit(tx, ctx, 'session.add', subjectOf(id), { after: session });
    return id;
  });
}

/**
 * Changes a session with its links and readings. Students are told where its time moves.
 * @param baseRevision the revision that the caller decided upon
 * @throws Conflict where it was changed meanwhile; NotFound, InvalidInput
 */
export async function changeSession(
  ctx: Context,
  id: string,
  input: SessionInput,
  baseRevision: number,
): Promise<void> {
  if (!can.editSessions(ctx.user)) throw new Forbidden('Only staff plan classes.');
  const { links, readings, ...session } = parsed(sessionSchema, input);
  await ctx.db.transaction(async (tx) => {
    const within = { ...ctx, db: tx };
    const before = await requireSession(within, id, baseRevision);
    await updateSession(tx, id, session);
    await replaceLinks(tx, id, links);
    await replaceReadings(tx, id, readings.map(withId));
    await indexReadings(tx);
    const after = { ...session, links, readings: readings.map(({ title }) => title) };
    await audit(tx, ctx, 'session.change', subjectOf(id), { before: essence(before), after });
    const moved = before.startsAt.getTime() !== session.startsAt.getTime();
    if (!moved || before.cancelledAt || before.startsAt < ctx.now) return;
    const [was, will] = await sayBoth(within, before.startsAt, session.startsAt);
    await tellStudents(within, `The class of ${was}, ${session.topic}, is now on ${will}`);
  });
}

/** The session stays in the calendar, crossed out. @throws Conflict, NotFound */
export async function cancelSession(ctx: Context, id: string, baseRevision: number): Promise<void> {
  await setCancelled(ctx, id, baseRevision, true);
}

/** Takes a cancellation back. @throws Conflict, NotFound */
export async function holdSession(ctx: Context, id: string, baseRevision: number): Promise<void> {
  await setCancelled(ctx, id, baseRevision, false);
}

async function setCancelled(ctx: Context, id: string, baseRevision: number, cancelled: boolean): Promise<void> {
  if (!can.editSessions(ctx.user)) throw new Forbidden('Only staff plan classes.');
  await ctx.db.transaction(async (tx) => {
    const within = { ...ctx, db: tx };
    const before = await requireSession(within, id, baseRevision);
    if ((before.cancelledAt !== null) === cancelled) return;
    const cancelledAt = cancelled ? ctx.now : null;
    await updateSession(tx, id, { cancelledAt });
    const change = { before: { cancelledAt: before.cancelledAt }, after: { cancelledAt } };
    await audit(tx, ctx, cancelled ? 'session.cancel' : 'session.hold', subjectOf(id), change);
    if (before.startsAt < ctx.now) return;
    const when = sayInstant(before.startsAt, await zoneOf(within));
    const said = cancelled ? 'is cancelled' : 'takes place after all';
    await tellStudents(within, `The class of ${when}, ${before.topic}, ${said}`);
  });
}

/**
 * Deletes a session that should never have been there, with links and readings. Who may be coming is told nothing.
 * @throws Conflict where it was changed meanwhile; NotFound
 */
export async function removeSession(ctx: Context, id: string, baseRevision: number): Promise<void> {
  if (!can.editSessions(ctx.user)) throw new Forbidden('Only staff plan classes.');
  await ctx.db.transaction(async (tx) => {
    await requireSession({ ...ctx, db: tx }, id, baseRevision);
    await remove({ ...ctx, db: tx }, [id]);
  });
}

/** Takes sessions back that were just added; what somebody has changed since stays. */
export async function undoSeries(ctx: Context, ids: string[]): Promise<void> {
  if (!can.editSessions(ctx.user)) throw new Forbidden('Only staff plan classes.');
  const known = ids.filter(isId);
  await ctx.db.transaction(async (tx) => remove({ ...ctx, db: tx }, await lockUntouched(tx, known)));
}

async function remove(ctx: Context, ids: string[]): Promise<void> {
  if (ids.length === 0) return;
  const rows = await deleteSessions(ctx.db, ids);
  const [only, ...others] = rows;
  if (!only) return;
  await indexReadings(ctx.db);
  const subject = others.length === 0 ? subjectOf(only.id) : 'calendar';
  await audit(ctx.db, ctx, 'session.delete', subject, { before: rows.map(essence) });
}

/** Also what the calendar feed counts its revisions by. */
export const subjectOf = (id: string) => `session:${id}`;

const withId = <T extends { id: string | null }>(reading: T) => ({ ...reading, id: reading.id ?? randomUUID() });

const essence = ({ topic, place, startsAt, endsAt, notes }: SessionRow) => ({ topic, place, startsAt, endsAt, notes });

async function requireSession(ctx: Context, id: string, baseRevision: number): Promise<SessionRow> {
  const row = isId(id) ? await lockSession(ctx.db, id) : null;
  if (!row) throw new NotFound('This class');
  if (row.revision !== baseRevision) {
    throw new Conflict('Somebody changed this class meanwhile.', 'Look at it now, then change it again.');
  }
  return row;
}

const zoneOf = async (ctx: Context) => (await findCourseRow(ctx.db))?.timeZone ?? 'UTC';

async function sayBoth(ctx: Context, a: Date, b: Date): Promise<[string, string]> {
  const zone = await zoneOf(ctx);
  return [sayInstant(a, zone), sayInstant(b, zone)];
}

async function tellStudents(ctx: Context, title: string): Promise<void> {
  const students = await listStudents(ctx.db);
  const short = title.length > 300 ? `${title.slice(0, 299)}…` : title;
  await notify(
    ctx,
    { kind: 'date', title: short, href: paths.calendar() },
    students.map(({ id }) => id),
  );
}
