'use client';
import { useActionState } from 'react';
import { Button } from '../../_components/button.tsx';
import { TextField } from '../../_components/field.tsx';
import { Notice } from '../../_components/notice.tsx';
import { forgotPasswordAction } from './actions.ts';

/** What was typed stays. */
export function ForgotForm() {
  const [asked, action, busy] = useActionState(forgotPasswordAction, null);
  if (asked?.kind === 'sent') {
    return (
      <Notice tone="good" title="Look into your mail" className="mt-6" urgent>
        If there is an account for {asked.email}, a link to set a new password is on its way. It comes within a few
        minutes, works once, and for a week.
      </Notice>
    );
  }
  return (
    <form action={action} className="mt-8 space-y-5">
      {asked && (
        <Notice tone="bad" title="No link was asked for" urgent>
          {asked.problem}
        </Notice>
      )}
      <TextField
        label="E-mail"
        name="email"
        type="email"
        autoComplete="username"
        maxLength={254}
        spellCheck={false}
        required
        defaultValue={asked?.email}
        key={asked?.email}
      />
      <Button type="submit" tone="primary" size="lg" busy={busy} className="w-full">
        Send me a link
      </Button>
    </form>
  );
}
