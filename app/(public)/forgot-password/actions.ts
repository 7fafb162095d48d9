'use server';
import { headers } from 'next/headers';
import { after } from 'next/server';
import { clientAddress } from '#lib/auth/address.ts';
import { askForPasswordLink, mailForgottenLink } from '#lib/auth/forgotten.ts';
import { readSettings } from '#lib/env.ts';
import { InvalidInput } from '#lib/errors.ts';
import { anonymousContext } from '../../session.ts';

export type Asked = { kind: 'sent'; email: string } | { kind: 'refused'; problem: string; email: string } | null;

/** Anybody may ask; what comes of it goes to the owner of the address alone. */
export async function forgotPasswordAction(_earlier: Asked, form: FormData): Promise<Asked> {
  const email = String(form.get('email') ?? '').slice(0, 1000);
  const { SMTP_URL: mail, TRUSTED_PROXY: proxy } = readSettings();
  if (!mail) return { kind: 'refused', problem: 'This server sends no mail. Ask your instructor for a link.', email };
  const ctx = anonymousContext();
  const address = clientAddress(Object.fromEntries(await headers()), proxy);
  const asked = await askForPasswordLink(ctx, { email, address }).catch((error) => {
    if (error instanceof InvalidInput) return error;
    throw error;
  });
  if (asked instanceof InvalidInput) return { kind: 'refused', problem: `${asked.message} ${asked.remedy}`, email };
  if (asked.kind === 'too_many') {
    const minutes = Math.max(1, Math.ceil(asked.retryAfterSeconds / 60));
    return { kind: 'refused', problem: `Asked too often. Try again in ${minutes} min.`, email };
  }
  after(() => mailForgottenLink(ctx, asked.email));
  return { kind: 'sent', email: asked.email };
}
