import { listen } from '#db/web.ts';
import { getSubmission } from '#lib/grading/server.ts';
import { lookEveryMs, watchSubmission } from '#lib/grading/watch.ts';
import { apiContext } from '../../../../../session.ts';
import { endpoint } from '../../../endpoint.ts';
import { openStream } from '../../../stream.ts';

export const dynamic = 'force-dynamic';

/** The submission as server-sent events, from now until it is graded. */
export const GET = endpoint<{ id: string }>(async (ctx, request, { id }) => {
  await getSubmission(ctx, id); // Not found is an answer, not an event.
  // A browser reconnects when a stream ends; told that there is no content, it stops.
  if (request.headers.get('last-event-id') === 'done') return new Response(null, { status: 204 });
  const byToken = request.headers.has('authorization');
  return openStream(request.signal, async (send, signal) => {
    const watch = { listen: (fn: (id: string) => void) => listen('submission', fn), signal, everyMs: lookEveryMs };
    for await (const view of watchSubmission(ctx, id, watch)) {
      if (byToken) await apiContext(request);
      send(view, view.outcome === null ? undefined : 'done');
    }
  });
});
