import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { paths } from '#lib/paths.ts';
import { sessionUser } from '../../session.ts';
import { JoinForm } from './join-form.tsx';

// The address holds the code: it must not travel on in a Referer.
export const metadata: Metadata = { title: 'Join the course', referrer: 'no-referrer' };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function JoinPage({ searchParams }: Props) {
  if (await sessionUser()) redirect(paths.home());
  const { code } = await searchParams;
  return (
    <div className="w-full max-w-md">
      <h1 className="text-3xl">Join the course</h1>
      <p className="mt-2 text-ink-soft">
        With the link or code that your instructor gave you. If you have an account already, use its e-mail and password
        here, or{' '}
        <a href={paths.signIn()} className="link">
          sign in
        </a>
        .
      </p>
      <JoinForm code={typeof code === 'string' ? code.slice(0, 32) : ''} />
    </div>
  );
}
