import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { safeReturn } from '#lib/auth/core.ts';
import { Notice } from '../../_components/notice.tsx';
import { currentCourse, sessionUser } from '../../session.ts';
import { DemoAccounts } from './demo-accounts.tsx';
import { SignInForm } from './sign-in-form.tsx';

export const metadata: Metadata = { title: 'Sign in' };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function SignInPage({ searchParams }: Props) {
  const query = await searchParams;
  const from = safeReturn(typeof query.from === 'string' ? query.from : undefined);
  if (await sessionUser()) redirect(from);
  const course = await currentCourse();
  return (
    <div className="w-full max-w-md">
      <h1 className="text-2xl sm:text-3xl">Sign in</h1>
      {from !== '/' && <p className="mt-2 text-ink-soft">Then you go on to the page you asked for.</p>}
      {query.password === 'set' && (
        <Notice tone="good" className="mt-6" title="Your password is set">
          Sign in with it. Everywhere else you were signed in, you no longer are.
        </Notice>
      )}
      {course.demo && <DemoAccounts from={from} />}
      <SignInForm from={from} />
    </div>
  );
}
