'use client';
import { type FormEvent, useRef, useState } from 'react';
import { paths } from '#lib/paths.ts';
import { Button } from '../../_components/button.tsx';
import { TextField } from '../../_components/field.tsx';
import { Notice } from '../../_components/notice.tsx';
import { attemptSignIn, type Problem } from './attempt.ts';

export function SignInForm({ from }: { from: string }) {
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const password = useRef<HTMLInputElement>(null);

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setBusy(true);
    setProblem(null);
    const found = await attemptSignIn(String(form.get('email')), String(form.get('password')), from);
    if (!found) return; // the page is on its way: the button stays busy
    setProblem(found);
    setBusy(false);
    password.current?.select();
  }

  return (
    // `post`, so that a password never lands in an address while the page's script has not loaded yet.
    <form onSubmit={submit} method="post" className="mt-8 space-y-5">
      {problem && (
        <Notice tone="bad" title={problem.title} urgent>
          {problem.advice}
        </Notice>
      )}
      <TextField label="E-mail" name="email" type="email" autoComplete="username" required spellCheck={false} />
      <TextField
        ref={password}
        label="Password"
        name="password"
        type="password"
        autoComplete="current-password"
        required
      />
      <Button type="submit" tone="primary" size="lg" busy={busy} className="w-full">
        Sign in
      </Button>
      <p className="text-sm">
        <a href={paths.forgotPassword()} className="link">
          Forgot your password?
        </a>
      </p>
    </form>
  );
}
