import { insertEvent } from '#db/queries/notices.ts';
import type { Context } from '#lib/context.ts';
import type { NoticeKind } from './core.ts';

export type News = {
  kind: NoticeKind;
  /** One sentence without anything that one of its readers may not know. */
  title: string;
  /** Within this site, from `paths`. */
  href: string;
  /** True where readers may not know who caused it: an anonymous post, names hidden while grading. */
  anonymous?: boolean;
};

/** Tells people of something, inside the transaction that does it. Who caused it need not be told. */
export async function notify(ctx: Context, { kind, title, href, anonymous }: News, readers: Iterable<string>) {
  const others = [...new Set(readers)].filter((id) => id !== ctx.user.id);
  if (others.length === 0) return;
  const actorId = anonymous || ctx.user.role === 'system' ? null : ctx.user.id;
  await insertEvent(ctx.db, { kind, title, href, at: ctx.now, actorId }, others);
}
