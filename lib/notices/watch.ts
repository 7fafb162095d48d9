import { z } from 'zod';
import { readNoticeState } from '#db/queries/notices.ts';
import { openBell } from '#lib/bell.ts';
import type { Context } from '#lib/context.ts';
import { NotSignedIn } from '#lib/errors.ts';
import type { NoticeState } from './core.ts';

export type NoticeWatch = {
  /** Calls back with what was notified, until stopped. */
  listen: (fn: (payload: string) => void) => Promise<() => Promise<void>>;
  /** Ends the watch. */
  signal: AbortSignal;
  /** How often to look without being told: people lose access. In milliseconds. */
  everyMs: number;
};

/**
 * The caller's unread notices as they are now, then each time they look different, until the watch ends. A person who was
 * signed out everywhere, lost access or changed roles sees no more of them.
 * @throws NotSignedIn
 */
export async function* watchNotices(ctx: Context, watch: NoticeWatch): AsyncGenerator<NoticeState> {
  const bell = openBell(watch.signal);
  const stop = await watch.listen((payload) => isFor(payload, ctx.user.id) && bell.ring());
  try {
    const first = await readNoticeState(ctx.db, ctx.user.id);
    let last = '';
    for (let now = first; !watch.signal.aborted; now = await readNoticeState(ctx.db, ctx.user.id)) {
      if (now.version === null || now.version !== first.version) throw new NotSignedIn();
      const state = { unread: now.unread, newest: now.newest };
      const text = JSON.stringify(state);
      if (text !== last) yield state;
      last = text;
      await bell.heard(watch.everyMs);
    }
  } finally {
    await stop();
  }
}

const payloadSchema = z.object({ readers: z.array(z.string()).optional() });

/** Without a list of readers it may concern anybody. */
function isFor(payload: string, userId: string): boolean {
  const { readers } = payloadSchema.parse(JSON.parse(payload));
  return readers === undefined || readers.includes(userId);
}
