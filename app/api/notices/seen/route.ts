import { z } from 'zod';
import { InvalidInput } from '#lib/errors.ts';
import { readNoticesAbout } from '#lib/notices/read.ts';
import { canBeStored } from '#lib/text/core.ts';
import { endpoint } from '../../v1/endpoint.ts';

const bodySchema = z.object({ path: z.string().startsWith('/').max(2000).refine(canBeStored) });

/** The reader is at this address now: what led there is no news any more. */
export const POST = endpoint(async (ctx, request) => {
  const body = bodySchema.safeParse(await request.json().catch(() => null));
  if (!body.success) throw new InvalidInput('The address is missing.', 'Send JSON: {"path": "/…"}.');
  await readNoticesAbout(ctx, body.data.path);
  return new Response(null, { status: 204 });
});
