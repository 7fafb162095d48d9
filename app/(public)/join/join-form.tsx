'use client';
import { useActionState } from 'react';
import { Button } from '../../_components/button.tsx';
import { TextField } from '../../_components/field.tsx';
import { Notice } from '../../_components/notice.tsx';
import { joinAction } from './actions.ts';

/** What was typed stays, but for the password. */
export function JoinForm({ code }: { code: string }) {
  const [refused, action, busy] = useActionState(joinAction, null);
  const typed = refused?.typed ?? { code, name: '', email: '' };
  return (
    <form action={action} className="mt-8 space-y-5">
      {refused && (
        <Notice tone="bad" title={refused.title} urgent>
          {refused.advice}
        </Notice>
      )}
      <TextField
        label="Code"
        name="code"
        defaultValue={typed.code}
        autoComplete="off"
        autoCapitalize="characters"
        spellCheck={false}
        maxLength={32}
        required
        hint="Small letters, spaces and hyphens do not matter."
      />
      <TextField label="Your name" name="name" defaultValue={typed.name} autoComplete="name" maxLength={200} required />
      <TextField
        label="E-mail"
        name="email"
        type="email"
        defaultValue={typed.email}
        autoComplete="username"
        maxLength={254}
        spellCheck={false}
        required
      />
      <TextField
        label="Password"
        name="password"
        type="password"
        autoComplete="new-password"
        minLength={10}
        maxLength={200}
        required
        hint="At least 10 characters. A few words in a row are easy to remember and hard to guess."
      />
      <Button type="submit" tone="primary" size="lg" busy={busy} className="w-full">
        Join
      </Button>
    </form>
  );
}
