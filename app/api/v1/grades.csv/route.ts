import { gradesCsv } from '#lib/gradebook/server.ts';
import { endpoint } from '../endpoint.ts';

export const GET = endpoint(async (ctx) => {
  const headers = {
    'content-type': 'text/csv; charset=utf-8',
    'content-disposition': 'attachment; filename="grades.csv"',
    'cache-control': 'private, no-store',
  };
  return new Response(await gradesCsv(ctx), { headers });
});
