import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { readVisibleSplit } from '#lib/assignments/server.ts';
import { NotFound } from '#lib/errors.ts';
import { endpoint } from '../../../../endpoint.ts';

const unzip = promisify(gunzip);

/** The data that students hold. Any other split is not found, for everyone. */
export const GET = endpoint<{ slug: string; split: string }>(async (ctx, request, { slug, split }) => {
  if (split !== 'train' && split !== 'validation') throw new NotFound('This split');
  const { gzip, sha256 } = await readVisibleSplit(ctx, slug, split);
  const etag = `"${sha256}"`;
  const headers: Record<string, string> = {
    etag,
    'cache-control': 'private, max-age=3600, immutable',
    vary: 'accept-encoding, authorization, cookie',
  };
  if (matches(request.headers.get('if-none-match'), etag)) return new Response(null, { status: 304, headers });
  headers['content-type'] = 'application/vnd.safetensors';
  const zipped = acceptsGzip(request.headers.get('accept-encoding'));
  if (zipped) headers['content-encoding'] = 'gzip';
  const body = new Uint8Array(zipped ? gzip : await unzip(gzip));
  return new Response(body, { headers: { ...headers, 'content-length': String(body.byteLength) } });
});

function matches(condition: string | null, etag: string): boolean {
  return condition?.split(',').some((each) => [etag, `W/${etag}`, '*'].includes(each.trim())) ?? false;
}

function acceptsGzip(accepted: string | null): boolean {
  const entry = accepted?.split(',').find((each) => /^\s*(gzip|\*)\s*(;|$)/i.test(each));
  return entry !== undefined && !/;\s*q=0(\.0*)?\s*$/i.test(entry);
}
