/** @param id what the browser names when it connects again */
export type Send = (data: unknown, id?: string) => void;

/** Comments sent into a silent stream, so that a proxy does not take it for dead. */
const heartbeatMs = 15_000;
/** Then the browser connects again, and is asked again who it is. */
const longestMs = 10 * 60_000;

// On globalThis, because the development server loads this module anew after every change.
const shared = globalThis as typeof globalThis & { courseStreams?: Set<AbortController> };

/**
 * A response of server-sent events. It ends when `produce` does, when the reader leaves, after ten minutes, and when the
 * server is told to stop: an open stream would keep it from stopping.
 */
export function openStream(left: AbortSignal, produce: (send: Send, signal: AbortSignal) => Promise<void>): Response {
  const ending = new AbortController();
  const signal = AbortSignal.any([left, ending.signal, AbortSignal.timeout(longestMs)]);
  const streams = openStreams();
  streams.add(ending);
  const encoder = new TextEncoder();
  let cancelled = false;
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => {
      const write = (text: string) => {
        if (!cancelled && !signal.aborted) controller.enqueue(encoder.encode(text));
      };
      const beat = setInterval(() => write(': still here\n\n'), heartbeatMs);
      const send: Send = (data, id) => write(`${id ? `id: ${id}\n` : ''}data: ${JSON.stringify(data)}\n\n`);
      // A throw ends the stream: connecting again, the reader learns why.
      const finish = () => {
        clearInterval(beat);
        streams.delete(ending);
        if (!cancelled) controller.close();
      };
      write('retry: 2000\n\n');
      produce(send, signal).then(finish, finish);
    },
    cancel: () => {
      cancelled = true;
      ending.abort();
    },
  });
  const headers = {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'private, no-store, no-transform',
    'x-accel-buffering': 'no',
  };
  return new Response(body, { headers });
}

function openStreams(): Set<AbortController> {
  if (!shared.courseStreams) {
    shared.courseStreams = new Set();
    const endAll = () => shared.courseStreams?.forEach((stream) => void stream.abort());
    process.on('SIGINT', endAll).on('SIGTERM', endAll);
  }
  return shared.courseStreams;
}
