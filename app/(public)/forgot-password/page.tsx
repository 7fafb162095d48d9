import type { Metadata } from 'next';
import { readSettings } from '#lib/env.ts';
import { paths } from '#lib/paths.ts';
import { ButtonLink } from '../../_components/button.tsx';
import { ForgotForm } from './forgot-form.tsx';

export const metadata: Metadata = { title: 'Forgot your password' };
/** Whether mail goes out is the server's setting, not the build's. */
export const dynamic = 'force-dynamic';

export default function ForgotPasswordPage() {
  const sendsMail = readSettings().SMTP_URL !== undefined;
  return (
    <div className="w-full max-w-md">
      <h1 className="text-2xl sm:text-3xl">Forgot your password?</h1>
      <p className="mt-2 text-ink-soft">
        {sendsMail
          ? 'You get a link by mail with which to set a new one. Until then the old one goes on working.'
          : 'This server sends no mail. Ask your instructor for a link with which to set a new one.'}
      </p>
      {sendsMail ? (
        <ForgotForm />
      ) : (
        <ButtonLink href={paths.signIn()} tone="primary" className="mt-6">
          Back to sign in
        </ButtonLink>
      )}
    </div>
  );
}
