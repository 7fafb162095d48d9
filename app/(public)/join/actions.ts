'use server';
import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { z } from 'zod';
import { clientAddress } from '#lib/auth/address.ts';
import { readSettings } from '#lib/env.ts';
import { InvalidInput } from '#lib/errors.ts';
import { paths } from '#lib/paths.ts';
import { type Join, joinCourse } from '#lib/roster/join.ts';
import { anonymousContext, beginSession } from '../../session.ts';

const inputSchema = z.object({
  code: z.string().max(32),
  name: z.string().max(1000),
  email: z.string().max(1000),
  password: z.string().max(1000),
});

export type RefusedJoin = {
  title: string;
  advice: string;
  typed: { code: string; name: string; email: string };
} | null;

/** The code is the authorisation: whoever holds it may enrol themselves as a student. */
export async function joinAction(_earlier: RefusedJoin, form: FormData): Promise<RefusedJoin> {
  const input = inputSchema.safeParse(Object.fromEntries(form));
  if (!input.success) {
    const typed = { code: '', name: '', email: '' };
    return { title: 'The form did not arrive whole', advice: 'Load the page again.', typed };
  }
  const { password: _, ...typed } = input.data;
  const address = clientAddress(Object.fromEntries(await headers()), readSettings().TRUSTED_PROXY);
  const joined = await joinCourse(anonymousContext(), { ...input.data, address }).catch((error) => {
    if (error instanceof InvalidInput) return error;
    throw error;
  });
  if (joined instanceof InvalidInput) {
    return { title: joined.message, advice: joined.remedy ?? 'Correct it and try again.', typed };
  }
  if (joined.kind !== 'joined') return { ...refusalText(joined), typed };
  await beginSession(joined.claims);
  redirect(paths.home());
}

function refusalText(joined: Exclude<Join, { kind: 'joined' }>): { title: string; advice: string } {
  if (joined.kind === 'too_many') {
    const minutes = Math.max(1, Math.ceil(joined.retryAfterSeconds / 60));
    return { title: 'Too many tries', advice: `Try again in ${minutes} ${minutes === 1 ? 'minute' : 'minutes'}.` };
  }
  if (joined.kind === 'bad_code') {
    return { title: 'This code does not work', advice: 'Check it, or ask your instructor for a new one.' };
  }
  return {
    title: 'This e-mail and password do not fit together',
    advice: 'If you have an account already, use its password, or ask your instructor for a link to set a new one.',
  };
}
