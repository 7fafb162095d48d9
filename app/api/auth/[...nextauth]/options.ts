import type { NextAuthOptions } from 'next-auth';
import CredentialsProvider from 'next-auth/providers/credentials';
import { z } from 'zod';
import { webDb } from '#db/web.ts';
import { clientAddress } from '#lib/auth/address.ts';
import { authCookies, sessionSeconds } from '#lib/auth/cookies.ts';
import { withinSite } from '#lib/auth/core.ts';
import { userFromSession } from '#lib/auth/server.ts';
import { signInWithPassword } from '#lib/auth/sign-in.ts';
import { readSettings } from '#lib/env.ts';
import { traceOf } from '#lib/log.ts';
import { paths } from '#lib/paths.ts';
import { canBeStored } from '#lib/text/core.ts';

const credentialsSchema = z.object({ email: z.string().max(254).refine(canBeStored), password: z.string().max(1000) });

/** The error that reaches whoever tries as a query: a code, and for `too_many` the seconds to wait. */
class SignInRefused extends Error {}

/** A fault of ours is a code too: what a failed statement says of itself, its values included, is for nobody. */
function asCode(error: unknown): never {
  if (error instanceof SignInRefused) throw error;
  console.error('sign-in', JSON.stringify(traceOf(error)));
  throw new SignInRefused('unavailable');
}

const passwordProvider = CredentialsProvider({
  name: 'E-mail and password',
  credentials: { email: {}, password: {} },
  async authorize(input, request) {
    const given = credentialsSchema.safeParse(input);
    if (!given.success) throw new SignInRefused('refused');
    const address = clientAddress(request.headers ?? {}, readSettings().TRUSTED_PROXY);
    const result = await signInWithPassword({ db: webDb(), now: new Date() }, { ...given.data, address }).catch(asCode);
    if (result.kind === 'too_many') throw new SignInRefused(`too_many:${result.retryAfterSeconds}`);
    if (result.kind === 'refused') throw new SignInRefused('refused');
    return { id: result.claims.userId, sessionVersion: result.claims.sessionVersion };
  },
});

/** Made for each request: the cookies' names depend on the address, which is only known when the server runs. */
export function authOptions(): NextAuthOptions {
  return {
    providers: [passwordProvider],
    secret: process.env.NEXTAUTH_SECRET,
    session: { strategy: 'jwt', maxAge: sessionSeconds },
    cookies: authCookies(),
    pages: { signIn: paths.signIn(), error: paths.signIn(), signOut: paths.home() },
    callbacks: {
      /** The token holds who and which version, nothing else. A dead one is refused here too, and its cookie cleared. */
      async jwt({ token, user }) {
        if (user) return { sub: user.id, sessionVersion: user.sessionVersion };
        const claims = { userId: token.sub ?? '', sessionVersion: token.sessionVersion };
        if (!(await userFromSession({ db: webDb(), now: new Date() }, claims)))
          throw new Error('The session has ended.');
        return token;
      },
      session: ({ session }) => ({ expires: session.expires }),
      redirect: ({ url, baseUrl }) => new URL(withinSite(addressIn(url, baseUrl)), baseUrl).href,
    },
    logger: {
      // A dead session is an ordinary end, not a fault.
      error: (code, metadata) => code !== 'JWT_SESSION_ERROR' && console.error('sign-in', code, metadata),
    },
  };
}

/** The part after the site's own origin, where `url` begins with it. */
function addressIn(url: string, baseUrl: string): string {
  const origin = new URL(baseUrl).origin;
  return url.startsWith(`${origin}/`) ? url.slice(origin.length) : url;
}

declare module 'next-auth' {
  interface User {
    id: string;
    sessionVersion: number;
  }
}

declare module 'next-auth/jwt' {
  interface JWT {
    sessionVersion: number;
  }
}
