import { insertMailOnly } from '#db/queries/notices.ts';
import type { Context } from '#lib/context.ts';
import { paths } from '#lib/paths.ts';

/**
 * Queues a mail to each person with a link to set their password. The link is made when the mail is sent: a secret
 * never lies in a queue.
 */
export async function sendPasswordLinks(ctx: Context, userIds: string[]): Promise<void> {
  if (userIds.length === 0) return;
  const event = { kind: 'account' as const, title: 'Set your password', href: paths.setPasswordPage(), at: ctx.now };
  await insertMailOnly(ctx.db, event, userIds);
}
