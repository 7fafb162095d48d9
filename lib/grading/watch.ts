import { findSessionVersion } from '#db/queries/grading.ts';
import { openBell } from '#lib/bell.ts';
import type { Context } from '#lib/context.ts';
import { NotSignedIn } from '#lib/errors.ts';
import type { SubmissionView } from './core/view.ts';
import { getSubmission } from './server.ts';

export type Watch = {
  /** Calls back with the id of each submission that changed, until stopped. */
  listen: (fn: (submissionId: string) => void) => Promise<() => Promise<void>>;
  /** Ends the watch. */
  signal: AbortSignal;
  /** How often to look without being told: the queue moves, and people lose access. */
  everyMs: number;
};

/** Of people who look at their page. */
export const lookEveryMs = 5000;

/**
 * A submission as it is now, then each time it looks different, until it is graded. A person who was signed out
 * everywhere, lost access or changed roles sees no more of it.
 * @throws NotFound, NotSignedIn
 */
export async function* watchSubmission(ctx: Context, id: string, watch: Watch): AsyncGenerator<SubmissionView> {
  const version = await findSessionVersion(ctx.db, ctx.user.id);
  const bell = openBell(watch.signal);
  const stop = await watch.listen((changed) => changed === id && bell.ring());
  try {
    let last = '';
    while (!watch.signal.aborted) {
      if ((await findSessionVersion(ctx.db, ctx.user.id)) !== version) throw new NotSignedIn();
      const view = await getSubmission({ ...ctx, now: new Date() }, id);
      const text = JSON.stringify(view);
      if (text !== last) yield view;
      last = text;
      if (view.outcome !== null) return;
      await bell.heard(watch.everyMs);
    }
  } finally {
    await stop();
  }
}
