'use server';
import { redirect } from 'next/navigation';
import { InvalidInput } from '#lib/errors.ts';
import { unsubscribe } from '#lib/notices/read.ts';
import { paths } from '#lib/paths.ts';
import { anonymousContext, signingSecret } from '../../session.ts';

/** The token itself is the authorisation: whoever has the mail may stop it. */
export async function unsubscribeAction(form: FormData): Promise<void> {
  const token = String(form.get('token') ?? '');
  await unsubscribe(anonymousContext(), token, signingSecret()).catch((error) => {
    if (!(error instanceof InvalidInput)) throw error; // the page says that the link is not whole
  });
  redirect(`${paths.unsubscribe(token)}&stopped`);
}
