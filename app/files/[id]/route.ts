import { getFile, readFile } from '#lib/files/server.ts';
import { endpoint } from '../../api/v1/endpoint.ts';

/** A file by its id, for whoever may have it. Its content never changes; who may have it is asked each time. */
export const GET = endpoint<{ id: string }>(async (ctx, request, { id }) => {
  const { sha256 } = await getFile(ctx, id);
  const etag = `"${sha256}"`;
  const cache = { etag, 'cache-control': 'private, no-cache', vary: 'cookie, authorization' };
  if (request.headers.get('if-none-match') === etag) return new Response(null, { status: 304, headers: cache });
  const { bytes, mediaType, name } = await readFile(ctx, id);
  const how = mediaType === 'application/pdf' ? 'attachment' : 'inline';
  // Uint8Array over ordinary memory: nothing here is shared between threads.
  return new Response(bytes as Uint8Array<ArrayBuffer>, {
    headers: {
      ...cache,
      'content-type': mediaType,
      'content-length': String(bytes.byteLength),
      'content-disposition': `${how}; filename*=UTF-8''${encodeURIComponent(name).replace(/['()*]/g, percent)}`,
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox; frame-ancestors 'none'",
      'cross-origin-resource-policy': 'same-origin',
      'referrer-policy': 'no-referrer',
    },
  });
});

/** RFC 5987 leaves these out of what needs no escaping, `encodeURIComponent` does not. */
const percent = (char: string) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`;
