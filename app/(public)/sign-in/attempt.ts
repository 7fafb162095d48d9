import { signIn } from 'next-auth/react';

export type Problem = { title: string; advice: string };

/** Signs in and goes to `from`; otherwise says what went wrong. The server's word for it is a code, never a sentence. */
export async function attemptSignIn(email: string, password: string, from: string): Promise<Problem | null> {
  const result = await signIn('credentials', { email, password, redirect: false }).catch(() => undefined);
  if (result?.ok) {
    // A whole new page: what the browser remembers of the anonymous one must not be shown.
    location.assign(from);
    return null;
  }
  return explain(result?.error);
}

function explain(code: string | null | undefined): Problem {
  if (code === 'refused') {
    return {
      title: 'E-mail or password is wrong',
      advice: 'Check both. If you forgot it, set a new one: the way is below.',
    };
  }
  const [name, seconds] = (code ?? '').split(':');
  if (name === 'too_many') {
    const minutes = Math.max(1, Math.ceil(Number(seconds) / 60));
    return {
      title: 'Too many tries',
      advice: `To protect this account, signing in is paused. Try again in ${minutes} ${minutes === 1 ? 'minute' : 'minutes'}.`,
    };
  }
  return { title: 'The server could not be reached', advice: 'Check your connection and try again. Nothing is lost.' };
}
