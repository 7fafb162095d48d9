import { frameHtml, framePolicy } from './html.ts';

/** The null-origin frame in which student code runs. Public: it holds nothing but its own few lines. */
export function GET(): Response {
  return new Response(frameHtml, {
    headers: {
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Security-Policy': framePolicy,
      'Permissions-Policy': 'camera=(), microphone=(), geolocation=(), clipboard-read=(), clipboard-write=()',
      'Referrer-Policy': 'no-referrer',
      'X-Content-Type-Options': 'nosniff',
      'Cache-Control': 'no-cache',
    },
  });
}
