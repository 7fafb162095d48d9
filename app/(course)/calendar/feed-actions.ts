'use server';
import { makeFeed, revokeFeed } from '#lib/calendar/feed.ts';
import { paths } from '#lib/paths.ts';
import { pageContext } from '../../session.ts';

/** The new address, which is shown once; null where it was switched off. */
export type FeedState = { address: string | null } | null;

export async function feedAction(_earlier: FeedState, form: FormData): Promise<FeedState> {
  const ctx = await pageContext(paths.calendar());
  if (form.get('want') === 'revoke') {
    await revokeFeed(ctx);
    return { address: null };
  }
  return { address: await makeFeed(ctx) };
}
