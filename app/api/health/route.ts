import { readHealth } from '#lib/grading/health.ts';
import { anonymousContext } from '../../session.ts';

export const dynamic = 'force-dynamic';

/** For monitors and start scripts: no sign-in, and 503 when the database does not answer. */
export async function GET(): Promise<Response> {
  const headers = { 'cache-control': 'no-store' };
  try {
    return Response.json(await readHealth(anonymousContext()), { headers });
  } catch {
    const nothing = { queue: null, graders: null, isolates: null, tiers: null };
    const body = { status: 'unavailable', database: 'unreachable', ...nothing };
    return Response.json(body, { status: 503, headers });
  }
}
