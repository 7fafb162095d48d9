import { limits } from '#lib/files/core.ts';
import { storeFile } from '#lib/files/server.ts';
import { readAtMost } from '../api/read-body.ts';
import { endpoint, json } from '../api/v1/endpoint.ts';

/** A file is the whole body, `name` says what it was called. What it is, its bytes say. */
export const POST = endpoint(async (ctx, request) => {
  const name = new URL(request.url).searchParams.get('name') ?? '';
  const bytes = await readAtMost(request, limits.pdfBytes, 'The file');
  return json(await storeFile(ctx, { name, bytes }), 201);
});
