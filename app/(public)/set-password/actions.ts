'use server';
import { redirect } from 'next/navigation';
import { z } from 'zod';
import { setPassword } from '#lib/auth/server.ts';
import { InvalidInput } from '#lib/errors.ts';
import { paths } from '#lib/paths.ts';
import { anonymousContext } from '../../session.ts';

const inputSchema = z.object({ token: z.string().max(200), password: z.string().max(1000) });

/** The link itself is the authorisation: whoever holds it may set this one password, once. */
export async function setPasswordAction(_earlier: string | null, form: FormData): Promise<string | null> {
  const input = inputSchema.safeParse(Object.fromEntries(form));
  if (!input.success) return 'The form did not arrive whole. Load the page again.';
  try {
    await setPassword(anonymousContext(), input.data);
  } catch (error) {
    if (error instanceof InvalidInput) return [error.message, error.remedy].filter(Boolean).join(' ');
    throw error;
  }
  redirect(`${paths.signIn()}?password=set`);
}
