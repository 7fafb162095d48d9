import { countHandedIn, listReviewedAuthors } from '#db/queries/writing-reviews.ts';
import { markReleased } from '#db/queries/written-items.ts';
import { can } from '#lib/auth/core.ts';
import type { Context } from '#lib/context.ts';
import { audit } from '#lib/course/audit.ts';
import { Conflict, Forbidden, InvalidInput } from '#lib/errors.ts';
import { notify } from '#lib/notices/server.ts';
import { getItem } from './items.ts';
import { pageOf } from './server.ts';

/**
 * Shows an item's grades to all its authors at once, and their names to graders. What is graded later is told at once.
 * @returns how many people were told
 * @throws Forbidden, NotFound, InvalidInput for a proposal; Conflict where it was released before
 */
export async function releaseGrades(ctx: Context, slug: string): Promise<number> {
  if (!can.releaseGrades(ctx.user)) throw new Forbidden('Grades are released by instructors.');
  return ctx.db.transaction(async (tx) => {
    const inside = { ...ctx, db: tx };
    const item = await getItem(inside, slug);
    if (item.scale === 'decision') throw new InvalidInput('Decisions are told at once: there is nothing to release.');
    if (!(await markReleased(tx, slug, ctx.now))) throw new Conflict('These grades were released before.');
    const readers = await listReviewedAuthors(tx, slug);
    const waiting = (await countHandedIn(tx)).get(slug)?.waiting ?? 0;
    await audit(tx, ctx, 'item.release', slug, { after: { people: readers.length, notGraded: waiting } });
    await notify(
      inside,
      { kind: 'grade', title: `Grades for “${item.title}” are released`, href: pageOf(item) },
      readers,
    );
    return readers.length;
  });
}
