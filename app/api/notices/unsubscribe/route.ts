import { unsubscribe } from '#lib/notices/read.ts';
import { paths } from '#lib/paths.ts';
import { anonymousContext, signingSecret } from '../../../session.ts';
import { problem } from '../../problem.ts';

const tokenOf = (request: Request) => new URL(request.url).searchParams.get('token') ?? '';

/** A mail program's button (RFC 8058): nobody is signed in, the token says who and what. */
export async function POST(request: Request): Promise<Response> {
  try {
    await unsubscribe(anonymousContext(), tokenOf(request), signingSecret());
    return new Response('You get no more mail of this kind.\n', { headers: { 'cache-control': 'no-store' } });
  } catch (error) {
    return problem(error);
  }
}

/** A mail program without such a button opens the address: people decide on the page, programs that only look do not. */
export function GET(request: Request): Response {
  return new Response(null, { status: 303, headers: { location: paths.unsubscribe(tokenOf(request)) } });
}
