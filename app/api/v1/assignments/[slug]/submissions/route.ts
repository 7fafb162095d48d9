import { getAssignment } from '#lib/assignments/server.ts';
import { mostWeightBytes } from '#lib/grading/core/plan.ts';
import { listSubmissions, submit } from '#lib/grading/server.ts';
import { paths } from '#lib/paths.ts';
import { endpoint, json } from '../../../endpoint.ts';
import { readUpload } from '../../../multipart.ts';
import { pageOf } from '../../../paging.ts';

type Segments = { slug: string };

/** The caller's own submissions, newest first. */
export const GET = endpoint<Segments>(async (ctx, request, { slug }) => {
  await getAssignment(ctx, slug);
  return json(pageOf(await listSubmissions(ctx, slug), request, ({ id }) => id));
});

export const POST = endpoint<Segments>(async (ctx, request, { slug }) => {
  const { manifest } = await getAssignment(ctx, slug);
  const upload = await readUpload(request, mostWeightBytes(manifest));
  const idempotencyKey = request.headers.get('idempotency-key') ?? crypto.randomUUID();
  const submission = await submit(ctx, { slug, ...upload, idempotencyKey });
  const accepted = json(submission, 202);
  accepted.headers.set('location', paths.api.submission(submission.id));
  return accepted;
});
