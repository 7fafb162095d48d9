import { listWaitingTexts } from '#db/queries/course.ts';
import { readQueueLength } from '#db/queries/grading.ts';
import { can } from '#lib/auth/core.ts';
import type { Context } from '#lib/context.ts';
import { countUnansweredThreads } from '#lib/discussion/read.ts';
import { Forbidden } from '#lib/errors.ts';
import { listDraftRegrades } from '#lib/grading/regrade.ts';
import { countUngraded, listDisagreements } from '#lib/grading/staff.ts';
import type { Waiting } from './core.ts';

/** A grade that waits longer is no longer on its way: somebody looks at the graders. In seconds. */
const queuePatience = 300;

/** What waits for staff, in the order in which it is done. Six queries, however large the class. @throws Forbidden */
export async function listWaiting(ctx: Context): Promise<Waiting[]> {
  if (!can.seeStaffPages(ctx.user)) throw new Forbidden();
  const [failures, { total, oldestAt }, queue, texts, questions, regrades] = await Promise.all([
    countUngraded(ctx),
    listDisagreements(ctx),
    readQueueLength(ctx.db),
    listWaitingTexts(ctx.db),
    countUnansweredThreads(ctx),
    listDraftRegrades(ctx),
  ]);
  const since = new Date(ctx.now.getTime() - queue.oldestSeconds * 1000);
  const [regrade] = regrades;
  return [
    failures && { kind: 'failure' as const, ...failures },
    queue.waiting > 0 && queue.oldestSeconds > queuePatience
      ? { kind: 'queue' as const, count: queue.waiting, oldestAt: since }
      : null,
    ...texts,
    questions && { kind: 'question' as const, ...questions },
    regrade
      ? {
          kind: 'regrade' as const,
          id: regrades.length === 1 ? regrade.id : null,
          count: regrades.length,
          oldestAt: regrade.createdAt,
        }
      : null,
    oldestAt && { kind: 'disagreement' as const, count: total, oldestAt },
  ].filter((one) => one !== null);
}
