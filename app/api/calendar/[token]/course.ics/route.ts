import { createHash } from 'node:crypto';
import { readFeed } from '#lib/calendar/feed.ts';
import { TooMany } from '#lib/errors.ts';
import { anonymousContext } from '../../../../session.ts';
import { problem } from '../../../problem.ts';
import { secondsUntilRead } from './pace.ts';

type Segments = { params: Promise<{ token: string }> };

/** A person's calendar for calendar programs: the secret in the address is the only proof they bring. */
export async function GET(request: Request, { params }: Segments): Promise<Response> {
  try {
    const { token } = await params;
    const ctx = anonymousContext();
    const wait = secondsUntilRead(token, ctx.now);
    if (wait > 0) throw new TooMany('This calendar was read many times within a minute.', wait);
    return answer(request, await readFeed(ctx, token));
  } catch (error) {
    return problem(error);
  }
}

/** Programs ask every hour whether anything changed: mostly nothing did, and nothing is sent. */
function answer(request: Request, calendar: string): Response {
  const etag = `"${createHash('sha256').update(calendar).digest('base64url')}"`;
  const headers = {
    etag,
    'content-type': 'text/calendar; charset=utf-8',
    'content-disposition': 'inline; filename="course.ics"',
    'cache-control': 'private, no-cache',
    'referrer-policy': 'no-referrer',
    'x-robots-tag': 'noindex',
  };
  const known = request.headers.get('if-none-match')?.split(',') ?? [];
  const isKnown = known.some((tag) => tag.trim().replace(/^W\//, '') === etag);
  return isKnown ? new Response(null, { status: 304, headers }) : new Response(calendar, { headers });
}
