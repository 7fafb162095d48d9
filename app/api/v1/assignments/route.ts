import { listAssignments } from '#lib/assignments/server.ts';
import { assignmentJson } from '../assignment-json.ts';
import { endpoint, json } from '../endpoint.ts';
import { pageOf } from '../paging.ts';

export const GET = endpoint(async (ctx, request) => {
  const { items, next } = pageOf(await listAssignments(ctx), request, ({ slug }) => slug);
  return json({ items: items.map(assignmentJson), next });
});
