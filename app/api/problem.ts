import { CourseError, TooMany } from '#lib/errors.ts';
import { traceOf } from '#lib/log.ts';

/** An error as an RFC 9457 problem: the one place where the API turns what a verb throws into a status. */
export function problem(error: unknown): Response {
  if (!(error instanceof CourseError)) {
    console.error(JSON.stringify(traceOf(error))); // its message may quote what was handed in
    return answer({ status: 500, title: 'Something went wrong on the server.' }, {});
  }
  const { status, message, remedy } = error;
  const headers: Record<string, string> = {};
  if (status === 401) headers['www-authenticate'] = 'Bearer';
  if (error instanceof TooMany) headers['retry-after'] = String(error.retryAfterSeconds);
  return answer({ status, title: message, ...(remedy ? { detail: remedy } : {}) }, headers);
}

function answer(body: { status: number; title: string; detail?: string }, headers: Record<string, string>): Response {
  return Response.json(
    { type: 'about:blank', ...body },
    {
      status: body.status,
      headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store', ...headers },
    },
  );
}
