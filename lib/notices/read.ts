import {
  countUnread,
  findNoticeHref,
  listNewestNotices,
  listNoticeRows,
  listNoticeSettings,
  markNoticesRead,
  type NoticeRow,
  writeNoticeSettings,
} from '#db/queries/notices.ts';
import { isThinkable } from '#lib/calendar/core/zone.ts';
import type { AnonymousContext, Context } from '#lib/context.ts';
import { InvalidInput, NotFound } from '#lib/errors.ts';
import { type NoticeKind, noticeKinds } from './core.ts';
import { readUnsubscribeToken } from './unsubscribe-token.ts';

/** Everybody reads and marks their own notices only: each query names the caller. */

/** How many the caller has not read, counted to 100. */
export function countOwnUnread(ctx: Context): Promise<number> {
  return countUnread(ctx.db, ctx.user.id);
}

export type OwnNotices = {
  unread: NoticeRow[];
  read: NoticeRow[];
  /** Where the next page of read ones begins; null at the end. */
  older: Date | null;
};

const unreadShown = 200;
const readShown = 50;

/** The caller's notices, newest first. @param from only read ones from before it, for the pages after the first */
export async function listOwnNotices(ctx: Context, from?: Date): Promise<OwnNotices> {
  const before = from && isThinkable(from) ? from : undefined;
  const unread = before ? [] : await listNoticeRows(ctx.db, ctx.user.id, { read: false, limit: unreadShown });
  const read = await listNoticeRows(ctx.db, ctx.user.id, { read: true, before, limit: readShown + 1 });
  const shown = read.slice(0, readShown);
  return { unread, read: shown, older: read.length > readShown ? (shown.at(-1)?.at ?? null) : null };
}

/** The caller's newest, read or not: what is new on the home page. One query on an index. */
export function listOwnNewest(ctx: Context, limit: number): Promise<NoticeRow[]> {
  return listNewestNotices(ctx.db, ctx.user.id, limit);
}

/** Marks one read. @returns where it leads @throws NotFound, also for somebody else's */
export async function openNotice(ctx: Context, id: string): Promise<string> {
  const href = isId(id) ? await findNoticeHref(ctx.db, ctx.user.id, id) : null;
  if (href === null) throw new NotFound('This notice');
  await markNoticesRead(ctx.db, ctx.user.id, { eventId: id }, ctx.now);
  return href;
}

/** Marks all read that had happened by `until`: what came while the reader looked stays new. */
export async function readAllNotices(ctx: Context, until: Date): Promise<void> {
  await markNoticesRead(ctx.db, ctx.user.id, { until }, ctx.now);
}

/** The caller is at this address now: what led there is no news any more. */
export async function readNoticesAbout(ctx: Context, path: string): Promise<void> {
  await markNoticesRead(ctx.db, ctx.user.id, { path }, ctx.now);
}

/** Which kinds the caller wants by mail. */
export async function getMailSettings(ctx: Context): Promise<Record<NoticeKind, boolean>> {
  const chosen = new Map((await listNoticeSettings(ctx.db, ctx.user.id)).map(({ kind, mail }) => [kind, mail]));
  const every = noticeKinds.map((kind) => [kind, chosen.get(kind) ?? true] as const);
  return Object.fromEntries(every) as Record<NoticeKind, boolean>; // one entry a kind
}

/** @param wanted the kinds to mail; the others are not */
export async function setMailSettings(ctx: Context, wanted: readonly NoticeKind[]): Promise<void> {
  const settings = noticeKinds.map((kind) => ({ kind, mail: wanted.includes(kind) }));
  await writeNoticeSettings(ctx.db, ctx.user.id, settings);
}

/** What a link at the foot of a mail switches off; null where it is none of ours. It authorises nothing else. */
export function unsubscribeKinds(token: string, secret: string): NoticeKind[] | null {
  return readUnsubscribeToken(token, secret)?.kinds ?? null;
}

/**
 * Stops mail of the kinds that the token names, for the person it names: whoever holds the mail may.
 * @throws InvalidInput where the token is none of ours
 */
export async function unsubscribe(ctx: AnonymousContext, token: string, secret: string): Promise<NoticeKind[]> {
  const known = readUnsubscribeToken(token, secret);
  if (!known)
    throw new InvalidInput('This link is not whole.', 'Copy it from the mail once more, or sign in and choose.');
  const settings = known.kinds.map((kind) => ({ kind, mail: false }));
  await writeNoticeSettings(ctx.db, known.userId, settings);
  return known.kinds;
}

const isId = (id: string) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id);
