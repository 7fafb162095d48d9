import { findSandboxFile } from '#lib/sandbox/browser-bundle.ts';

/** The harness's bundle and the WASM binary, by hash. Public and the same for everybody. */
export async function GET(_request: Request, { params }: { params: Promise<{ file: string }> }): Promise<Response> {
  const file = await findSandboxFile((await params).file);
  if (!file) return new Response('Not found', { status: 404 });
  return new Response(file.bytes, {
    headers: {
      'Content-Type': file.type,
      'Cache-Control': 'public, max-age=31536000, immutable',
      'X-Content-Type-Options': 'nosniff',
    },
  });
}
