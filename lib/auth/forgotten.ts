import { findUserByEmail } from '#db/queries/auth.ts';
import type { AnonymousContext } from '#lib/context.ts';
import { InvalidInput } from '#lib/errors.ts';
import { sendPasswordLinks } from '#lib/notices/account.ts';
import { emailSchema, systemUser } from './core.ts';
import { countTry } from './sign-in.ts';

export type Forgotten = { kind: 'asked'; email: string } | { kind: 'too_many'; retryAfterSeconds: number };

/**
 * Counts that somebody asked for a link to the account of this address. The answer depends on what was typed and on
 * earlier tries alone, never on whether there is such an account.
 * @throws InvalidInput where it is no e-mail address
 */
export async function askForPasswordLink(
  ctx: AnonymousContext,
  input: { email: string; address: string },
): Promise<Forgotten> {
  const email = emailSchema.safeParse(input.email);
  if (!email.success) throw new InvalidInput('This is not an e-mail address.', 'It looks like name@example.edu.');
  const counted = await countTry(ctx, { email: email.data, address: input.address }, 'forgotten');
  return counted.kind === 'too_many' ? counted : { kind: 'asked', email: email.data };
}

/** Queues the mail where there is an active account. Called once the answer is out, so that its time tells nothing. */
export async function mailForgottenLink(ctx: AnonymousContext, email: string): Promise<void> {
  const row = await findUserByEmail(ctx.db, email);
  if (row && !row.deactivatedAt) await sendPasswordLinks({ ...ctx, user: systemUser }, [row.id]);
}
