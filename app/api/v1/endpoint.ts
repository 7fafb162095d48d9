import type { Context } from '#lib/context.ts';
import { apiContext } from '../../session.ts';
import { problem } from '../problem.ts';

type Segments<P> = { params: Promise<P> };

/**
 * A route handler that knows who asks. Whatever the verb throws becomes a problem.
 * @param P the dynamic segments of the address
 */
export function endpoint<P>(handle: (ctx: Context, request: Request, params: P) => Promise<Response>) {
  return async (request: Request, { params }: Segments<P>): Promise<Response> => {
    try {
      return await handle(await apiContext(request), request, await params);
    } catch (error) {
      return problem(error);
    }
  };
}

/** JSON that belongs to one person and may be other the next moment. */
export function json(body: unknown, status = 200): Response {
  return Response.json(body, { status, headers: { 'cache-control': 'private, no-store' } });
}
