'use client';
import { useActionState, useState } from 'react';
import { Button } from '../../_components/button.tsx';
import { TextField } from '../../_components/field.tsx';
import { setPasswordAction } from './actions.ts';

export function SetPasswordForm({ token, email }: { token: string; email: string }) {
  const [problem, action, busy] = useActionState(setPasswordAction, null);
  const [password, setPassword] = useState('');
  return (
    <form action={action} className="mt-8 space-y-5">
      <input type="hidden" name="token" value={token} />
      {/* Tells password managers which account this is. */}
      <input type="email" name="email" value={email} autoComplete="username" readOnly hidden />
      <TextField
        label="New password"
        name="password"
        type="password"
        autoComplete="new-password"
        minLength={10}
        maxLength={200}
        required
        value={password}
        onChange={(event) => setPassword(event.target.value)}
        hint="At least 10 characters. A few words in a row are easy to remember and hard to guess."
        error={problem}
      />
      <Button type="submit" tone="primary" size="lg" busy={busy} className="w-full">
        Set password
      </Button>
    </form>
  );
}
