import { toCsv } from '#lib/gradebook/csv.ts';
import { paths } from '#lib/paths.ts';
import { createMissingLinks } from '#lib/roster/people.ts';
import { endpoint } from '../../../api/v1/endpoint.ts';
import { publicLink } from '../words.ts';

/** A POST: each call makes new links and ends the earlier ones. */
export const POST = endpoint(async (ctx) => {
  const links = await createMissingLinks(ctx);
  const lines = links.map(({ name, email, token }) => [name, email, publicLink(paths.setPassword(token))]);
  const headers = {
    'content-type': 'text/csv; charset=utf-8',
    'content-disposition': 'attachment; filename="password-links.csv"',
    'cache-control': 'private, no-store',
  };
  return new Response(toCsv([['name', 'email', 'link'], ...lines]), { headers });
});
