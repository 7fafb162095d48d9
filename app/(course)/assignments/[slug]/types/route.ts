import { problem } from '../../../../api/problem.ts';
import { apiContext } from '../../../../session.ts';
import { editorTypes } from './bundle.ts';

let body: Promise<string> | null = null;

/** TensorFlow.js's types for the editor: one file, fetched when the editor starts. */
export async function GET(request: Request): Promise<Response> {
  try {
    await apiContext(request);
    body ??= editorTypes().then(JSON.stringify);
    return new Response(await body, {
      headers: {
        'content-type': 'application/json; charset=utf-8',
        'cache-control': 'private, max-age=86400',
      },
    });
  } catch (error) {
    return problem(error);
  }
}
