/** Names and attributes of next-auth's cookies, in one place: the route sets them, `app/session.ts` reads them. */

/** How long a session lives without being used: two weeks. */
export const sessionSeconds = 14 * 24 * 60 * 60;

const isHttps = () => process.env.NEXTAUTH_URL?.startsWith('https://') ?? false;

/** On https the `__Host-` prefix makes browsers refuse the cookie from a subdomain or over plain http. */
function named(name: string) {
  const secure = isHttps();
  return {
    name: `${secure ? '__Host-' : ''}course.${name}`,
    options: { httpOnly: true, sameSite: 'lax', path: '/', secure } as const,
  };
}

export function sessionCookieName(): string {
  return named('session').name;
}

export function authCookies() {
  return { sessionToken: named('session'), callbackUrl: named('return'), csrfToken: named('csrf') };
}
