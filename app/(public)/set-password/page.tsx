import type { Metadata } from 'next';
import { findPasswordLinkUser } from '#lib/auth/server.ts';
import { paths } from '#lib/paths.ts';
import { ButtonLink } from '../../_components/button.tsx';
import { anonymousContext } from '../../session.ts';
import { SetPasswordForm } from './set-password-form.tsx';

// The address holds the one-time token: it must not travel on in a Referer.
export const metadata: Metadata = { title: 'Set your password', referrer: 'no-referrer' };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function SetPasswordPage({ searchParams }: Props) {
  const { token } = await searchParams;
  const user = typeof token === 'string' ? await findPasswordLinkUser(anonymousContext(), token) : null;
  if (typeof token !== 'string' || !user) return <UsedLink />;
  return (
    <div className="w-full max-w-md">
      <h1 className="text-3xl">Set your password</h1>
      <p className="mt-2 text-ink-soft">
        For <span dir="auto">{user.name}</span>, {user.email}.
      </p>
      <SetPasswordForm token={token} email={user.email} />
    </div>
  );
}

function UsedLink() {
  return (
    <div className="w-full max-w-md">
      <h1 className="text-3xl">This link no longer works</h1>
      <p className="mt-3 mb-6 text-ink-soft">
        A link to set a password works once, for a week. If you have set your password already, sign in with it; if not,
        ask for a new one at the sign-in page.
      </p>
      <ButtonLink href={paths.signIn()} tone="primary">
        Sign in
      </ButtonLink>
    </div>
  );
}
