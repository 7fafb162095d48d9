import { cookies } from 'next/headers';
import { forbidden, redirect } from 'next/navigation';
import { decode, encode } from 'next-auth/jwt';
import { cache } from 'react';
import { z } from 'zod';
import { webDb } from '#db/web.ts';
import { authCookies, sessionCookieName, sessionSeconds } from '#lib/auth/cookies.ts';
import { can, type SessionClaims, type User } from '#lib/auth/core.ts';
import { userFromSession, userFromToken } from '#lib/auth/server.ts';
import type { AnonymousContext, Context } from '#lib/context.ts';
import { getCourse } from '#lib/course/server.ts';
import { Forbidden, NotSignedIn } from '#lib/errors.ts';
import { paths } from '#lib/paths.ts';

/**
 * Who asks, for pages and routes. Layouts do not run again when a reader moves between pages, so every page and every
 * action asks here itself; within one request the answer is looked up once.
 */

const claimsSchema = z.object({ sub: z.uuid(), sessionVersion: z.number().int() });

export const sessionUser = cache(async (): Promise<User | null> => {
  const token = (await cookies()).get(sessionCookieName())?.value;
  const claims = token ? await readClaims(token) : null;
  if (!claims) return null;
  return userFromSession(anonymousContext(), { userId: claims.sub, sessionVersion: claims.sessionVersion });
});

/** The course, looked up once within one request: the shell and the page both say its time. */
export const currentCourse = cache(() => getCourse(anonymousContext()));

export function anonymousContext(): AnonymousContext {
  return { db: webDb(), now: new Date() };
}

/**
 * The signed-in person, or off to the sign-in page. Call it before anything is streamed: then the answer is a redirect.
 * @param from this page's own address, to come back to
 */
export async function pageContext(from?: string): Promise<Context> {
  const user = await sessionUser();
  if (!user) redirect(paths.signIn(from));
  return { user, ...anonymousContext() };
}

/** The same for staff; students get the "not yours" page with status 403. */
export async function staffContext(from?: string): Promise<Context> {
  const ctx = await pageContext(from);
  if (!can.seeStaffPages(ctx.user)) forbidden();
  return ctx;
}

/**
 * Who calls an action from a page where something is being written. Unlike a page it does not redirect: what was typed
 * must stay on the screen.
 * @throws NotSignedIn
 */
export async function actionContext(): Promise<Context> {
  const user = await sessionUser();
  if (!user) throw new NotSignedIn();
  return { user, ...anonymousContext() };
}

/**
 * Who calls the API: a bearer token, or the session cookie. A write by cookie must come from this site's own pages.
 * @throws NotSignedIn, Forbidden
 */
export async function apiContext(request: Request): Promise<Context> {
  const authorization = request.headers.get('authorization');
  if (authorization !== null) return tokenContext(authorization);
  const user = await sessionUser();
  if (!user) throw new NotSignedIn();
  if (!isSafeMethod(request.method) && !isSameOrigin(request)) {
    throw new Forbidden('A request with a session must come from this site.', 'Use a token from elsewhere.');
  }
  return { user, ...anonymousContext() };
}

async function tokenContext(authorization: string): Promise<Context> {
  const token = /^Bearer (\S+)$/i.exec(authorization)?.[1];
  const user = token ? await userFromToken(anonymousContext(), token) : null;
  if (!user) throw new NotSignedIn();
  return { user, ...anonymousContext() };
}

async function readClaims(token: string): Promise<z.infer<typeof claimsSchema> | null> {
  // What cannot be decrypted was not made here, or has expired.
  const payload = await decode({ token, secret: signingSecret() }).catch(() => null);
  return claimsSchema.safeParse(payload).data ?? null;
}

/** Signs sessions and the links in mails; the host sets it. */
export function signingSecret(): string {
  const secret = process.env.NEXTAUTH_SECRET;
  if (!secret) throw new Error('NEXTAUTH_SECRET is not set');
  return secret;
}

/** Signs in a person who has just proved who they are, as the sign-in page would. Only in actions and routes. */
export async function beginSession({ userId, sessionVersion }: SessionClaims): Promise<void> {
  const token = await encode({
    token: { sub: userId, sessionVersion },
    secret: signingSecret(),
    maxAge: sessionSeconds,
  });
  const { name, options } = authCookies().sessionToken;
  (await cookies()).set(name, token, { ...options, maxAge: sessionSeconds });
}

const isSafeMethod = (method: string) => method === 'GET' || method === 'HEAD' || method === 'OPTIONS';

/** Browsers send Origin with every write and no page can forge it. Host is what the browser believes it talks to. */
function isSameOrigin(request: Request): boolean {
  const origin = URL.parse(request.headers.get('origin') ?? '');
  const site = URL.parse(process.env.NEXTAUTH_URL ?? '');
  return origin !== null && (origin.origin === site?.origin || origin.host === request.headers.get('host'));
}
