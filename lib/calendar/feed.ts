import {
  type Change,
  findFeedOwner,
  insertFeed,
  listChanges,
  listSessionsWithParts,
  revokeFeeds,
} from '#db/queries/calendar.ts';
import { type CourseRow, findCourseRow } from '#db/queries/course.ts';
import { hashSecret, newSecret } from '#lib/auth/secret.ts';
import type { AnonymousContext, Context } from '#lib/context.ts';
import { audit } from '#lib/course/audit.ts';
import { NotFound } from '#lib/errors.ts';
import { type Item, laterOf } from '#lib/items/core.ts';
import { subjectOf as extensionSubject } from '#lib/items/extensions.ts';
import { listItems } from '#lib/items/server.ts';
import { paths } from '#lib/paths.ts';
import type { Session } from './core/entries.ts';
import { type IcsEvent, writeCalendar } from './core/ics.ts';
import { sayInstant } from './core/zone.ts';
import { subjectOf as sessionSubject } from './sessions.ts';

// Everybody makes and revokes their own address only: each query names the caller.

/** Makes the caller a new secret address; the one before it is dead. @returns the address, which is shown once */
export async function makeFeed(ctx: Context): Promise<string> {
  const { secret, hash } = newSecret('calendar');
  await ctx.db.transaction(async (tx) => {
    const revoked = await revokeFeeds(tx, ctx.user.id, ctx.now);
    await insertFeed(tx, { userId: ctx.user.id, tokenHash: hash, createdAt: ctx.now });
    await audit(tx, ctx, 'calendar.make-feed', ctx.user.id, { after: { revoked } });
  });
  return new URL(paths.calendarFeed(secret), originOf(await findCourseRow(ctx.db))).href;
}

/** The caller's address is dead, and there is no other. */
export async function revokeFeed(ctx: Context): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    if ((await revokeFeeds(tx, ctx.user.id, ctx.now)) > 0) await audit(tx, ctx, 'calendar.revoke-feed', ctx.user.id);
  });
}

/** What a secret looks like: anything else is no question for the database. */
const shape = /^calendar_[\w-]{43}$/;

/**
 * The calendar behind a secret address, as its owner sees it: who has the address needs no sign-in.
 * @throws NotFound for an address that never was, was revoked, or whose owner is no longer in the course
 */
export async function readFeed(ctx: AnonymousContext, secret: string): Promise<string> {
  const user = shape.test(secret) ? await findFeedOwner(ctx.db, hashSecret(secret)) : null;
  if (!user) throw new NotFound('This calendar');
  const own: Context = { ...ctx, user };
  const [course, { sessions }, items] = await Promise.all([
    findCourseRow(ctx.db),
    listSessionsWithParts(ctx.db),
    listItems(own),
  ]);
  if (!course) throw new NotFound('The course');
  const subjects = [
    ...sessions.map(({ id }) => sessionSubject(id)),
    ...items.flatMap(({ slug }) => [`item:${slug}`, extensionSubject(slug, user.id)]),
  ];
  const scene: Scene = {
    origin: originOf(course),
    zone: course.timeZone,
    courseMadeAt: course.createdAt,
    changes: new Map((await listChanges(ctx.db, subjects)).map((change) => [change.subject, change])),
  };
  const events = [
    ...sessions.map((session) => sessionEvent(session, scene)),
    ...items.map((item) => dueEvent(item, user.id, scene)),
  ];
  return writeCalendar({ name: course.title, timeZone: course.timeZone, events });
}

/** Where people reach the course: as it knows itself, else as this server was started. */
function originOf(course: CourseRow | null): string {
  const origin = course?.publicAddress ?? process.env.NEXTAUTH_URL;
  if (!origin) throw new Error('NEXTAUTH_URL is not set');
  return origin;
}

type Scene = { origin: string; zone: string; courseMadeAt: Date; changes: Map<string, Change> };

function sessionEvent(session: Session, scene: Scene): IcsEvent {
  const { id, topic, place, startsAt, endsAt, cancelledAt, links, readings, notes } = session;
  const lines = [
    ...readings.map(
      ({ title, authors, url }) => `Read: ${[authors, title].filter(Boolean).join(', ')}${after(url, scene)}`,
    ),
    ...links.map(({ label, url }) => `${label}${after(url, scene)}`),
    ...(notes ? [notes] : []),
  ];
  return {
    ...changeOf([sessionSubject(id)], scene),
    sequence: session.revision,
    uid: uidOf('session', id, scene),
    startsAt,
    endsAt,
    summary: cancelledAt ? `Cancelled: ${topic}` : topic,
    description: lines.join('\n'),
    location: place,
    url: absolute(paths.calendar(), scene),
    category: 'Class',
    cancelled: cancelledAt !== null,
  };
}

function dueEvent(item: Item, userId: string, scene: Scene): IcsEvent {
  const { slug, title, dueAt, closesAt, extension } = item;
  const lines = [
    ...(extension ? [`Your extension: ${extension.reason}`] : []),
    ...(closesAt > dueAt ? [`Late work is accepted until ${sayInstant(closesAt, scene.zone)} (${scene.zone}).`] : []),
  ];
  return {
    ...changeOf([`item:${slug}`, extensionSubject(slug, userId)], scene),
    uid: uidOf('due', slug, scene),
    startsAt: dueAt,
    endsAt: null,
    summary: `Due: ${title || slug}`,
    description: lines.join('\n'),
    location: '',
    url: absolute(paths.item(item), scene),
    category: 'Due',
    cancelled: false,
  };
}

/** From the course's birth on; each change of the subjects counts one. */
function changeOf(subjects: string[], { changes, courseMadeAt }: Scene): { sequence: number; changedAt: Date } {
  const own = subjects.flatMap((subject) => changes.get(subject) ?? []);
  return {
    sequence: own.reduce((sum, { count }) => sum + count, 0),
    changedAt: own.reduce((last, { lastAt }) => laterOf(last, lastAt), courseMadeAt),
  };
}

/** The same wherever the course is reached, and another in every other course. */
const uidOf = (kind: string, id: string, { courseMadeAt }: Scene) =>
  `${kind}.${id}.${courseMadeAt.getTime().toString(36)}@course`;

const absolute = (path: string, { origin }: Scene) => new URL(path, origin).href;

const after = (url: string | null, scene: Scene) => (url ? `: ${absolute(url, scene)}` : '');
