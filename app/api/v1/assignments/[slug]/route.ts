import { getAssignment } from '#lib/assignments/server.ts';
import { assignmentJson } from '../../assignment-json.ts';
import { endpoint, json } from '../../endpoint.ts';

export const GET = endpoint<{ slug: string }>(async (ctx, _request, { slug }) => {
  const assignment = await getAssignment(ctx, slug);
  return json({ ...assignmentJson(assignment), prompt: assignment.prompt, starter: assignment.starter });
});
