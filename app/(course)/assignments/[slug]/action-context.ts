import type { Context } from '#lib/context.ts';
import { NotSignedIn } from '#lib/errors.ts';
import { anonymousContext, sessionUser } from '../../../session.ts';

/** Who calls an action from the workbench. Unlike a page it does not redirect: typed code must stay on the screen. */
export async function apiActionContext(): Promise<Context> {
  const user = await sessionUser();
  if (!user) throw new NotSignedIn();
  return { user, ...anonymousContext() };
}
