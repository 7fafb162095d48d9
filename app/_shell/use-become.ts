'use client';
import { signIn } from 'next-auth/react';
import { useState } from 'react';
import { demoPassword } from '#lib/course/core.ts';
import { useToast } from '../_components/toast.tsx';

/** In a demo course: signs in as another of its accounts and goes to `href`. */
export function useBecome() {
  const [busy, setBusy] = useState(false);
  const toast = useToast();

  async function become(email: string, href: string) {
    setBusy(true);
    const options = { email, password: demoPassword, redirect: false } as const;
    const result = await signIn('credentials', options).catch(() => undefined);
    // A whole new page: nothing that belonged to the other person may stay in memory.
    if (result?.ok) return location.assign(href);
    setBusy(false);
    toast('The role could not be changed. Wait a minute and try again.');
  }

  return { busy, become };
}
