import { listen } from '#db/web.ts';
import { watchNotices } from '#lib/notices/watch.ts';
import { endpoint } from '../../v1/endpoint.ts';
import { openStream } from '../../v1/stream.ts';

export const dynamic = 'force-dynamic';

/** How often the reader's access is checked while nothing happens. */
const lookEveryMs = 30_000;

/** The reader's unread notices as server-sent events, from now on. */
export const GET = endpoint(async (ctx, request) =>
  openStream(request.signal, async (send, signal) => {
    const watch = { listen: (fn: (payload: string) => void) => listen('notice', fn), signal, everyMs: lookEveryMs };
    for await (const state of watchNotices(ctx, watch)) send(state);
  }),
);
