import { gzipSync } from 'node:zlib';
import { problem } from '../../../../api/problem.ts';
import { apiContext } from '../../../../session.ts';
import { editorTypes } from './bundle.ts';

let body: Promise<Uint8Array<ArrayBuffer>> | null = null;

/** TensorFlow.js's types for the editor: one file, fetched when the editor starts. */
export async function GET(request: Request): Promise<Response> {
  try {
    await apiContext(request);
    body ??= editorTypes().then((files) => Uint8Array.from(gzipSync(JSON.stringify(files))));
    return new Response(await body, {
      headers: {
        'content-type': 'application/json; charset=utf-8',
        'content-encoding': 'gzip',
        'cache-control': 'private, max-age=86400',
      },
    });
  } catch (error) {
    return problem(error);
  }
}
