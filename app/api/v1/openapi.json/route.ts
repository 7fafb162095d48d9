import { openApi } from '../openapi.ts';

/** Public: it says what the API is, and nothing of what is in it. */
export function GET(): Response {
  return Response.json(openApi());
}
