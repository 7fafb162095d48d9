import { getSubmission } from '#lib/grading/server.ts';
import { endpoint, json } from '../../endpoint.ts';

export const GET = endpoint<{ id: string }>(async (ctx, _request, { id }) => json(await getSubmission(ctx, id)));
