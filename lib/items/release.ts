import { findCourseRow } from '#db/queries/course.ts';
import { listScored, listWaiting } from '#db/queries/grading.ts';
import { listExtensionRows, listItemRows, lockItem, markReleased } from '#db/queries/items.ts';
import { countHandedIn, listReviewedAuthors } from '#db/queries/writing-reviews.ts';
import { shownMetric } from '#lib/assignments/core/manifest.ts';
import { getAssignment, listAssignments } from '#lib/assignments/server.ts';
import { can } from '#lib/auth/core.ts';
import { sayInstant } from '#lib/calendar/core/zone.ts';
import type { Context } from '#lib/context.ts';
import { audit } from '#lib/course/audit.ts';
import { Conflict, Forbidden, InvalidInput, NotFound } from '#lib/errors.ts';
import type { Metric } from '#lib/grading/core/checkers/metric.ts';
import { type News, notify } from '#lib/notices/server.ts';
import { paths } from '#lib/paths.ts';
import { getItem, listWritten } from '#lib/writing/items.ts';
import { pageOf } from '#lib/writing/server.ts';
import { type ItemDates, type ItemKind, type OpenFor, stillOpen } from './core.ts';

/**
 * Shows what an item keeps back to all its students at once: of written work the grades, and their names to graders; of
 * code the private scores. What is graded later is told at once.
 * @returns how many people were told
 * @throws Forbidden, NotFound; InvalidInput where all is told at once; Conflict where it was released before, or where
 * somebody may still hand in code
 */
export async function releaseItem(ctx: Context, slug: string): Promise<number> {
  if (!can.releaseGrades(ctx.user)) throw new Forbidden('Grades are released by instructors.');
  return ctx.db.transaction(async (tx) => {
    const inside = { ...ctx, db: tx };
    const item = await lockItem(tx, slug);
    if (!item) throw new NotFound('This item');
    if (item.releasedAt) throw new Conflict('This was released before.');
    const { readers, waiting, news } = await (item.kind === 'code' ? scoresOf(inside, item) : gradesOf(inside, slug));
    await markReleased(tx, slug, ctx.now);
    await audit(tx, ctx, 'item.release', `item:${slug}`, { after: { people: readers.length, notGraded: waiting } });
    await notify(inside, news, readers);
    return readers.length;
  });
}

type Kept = { readers: string[]; waiting: number; news: News };

async function gradesOf({ db, ...ctx }: Context, slug: string): Promise<Kept> {
  const item = await getItem({ ...ctx, db }, slug);
  if (item.scale === 'decision') throw new InvalidInput('Decisions are told at once: there is nothing to release.');
  return {
    readers: await listReviewedAuthors(db, slug),
    waiting: (await countHandedIn(db)).get(slug)?.waiting ?? 0,
    news: { kind: 'grade', title: `Grades for “${item.title}” are released`, href: pageOf(item) },
  };
}

async function scoresOf(ctx: Context, item: ItemDates & { slug: string }): Promise<Kept> {
  const { manifest } = await getAssignment(ctx, item.slug);
  if (shownMetric(manifest) === null) {
    throw new InvalidInput('This assignment has no private score: there is nothing to release.');
  }
  const open = stillOpen(item, await listExtensionRows(ctx.db, item.slug), ctx.now);
  if (open.length > 0) {
    const zone = (await findCourseRow(ctx.db))?.timeZone ?? 'UTC';
    const who = open.map(({ name, until }) => `${name ?? 'the class'} until ${sayInstant(until, zone)}`);
    throw new Conflict(
      `“${manifest.title}” can still be handed in: by ${who.join(', by ')}. Whoever knew exact private scores could fit them.`,
      'Release them after that, or shorten the time in the calendar first.',
    );
  }
  const title = `The private scores of “${manifest.title}” are released`;
  return {
    readers: (await listScored(ctx.db, item.slug)).map(({ userId }) => userId),
    waiting: (await listWaiting(ctx.db, item.slug)).length,
    news: { kind: 'grade', title, href: paths.grades() },
  };
}

/** What an item keeps back until its release: grades of texts, or scores of students, of which so many are there. */
export type Releasable = {
  slug: string;
  kind: ItemKind;
  title: string;
  releasedAt: Date | null;
  /** Null where all is told at once. */
  keeps: { what: 'grades'; hidesNames: boolean } | { what: 'scores'; metric: Metric } | null;
  /** Texts graded, or students with a score. */
  ready: number;
  /** Texts or submissions without a grade. */
  waiting: number;
  /** Who may still hand in code, which keeps its scores from being released. */
  open: OpenFor[];
};

/** Every item with what a release of it shows, in the order of their dates. For staff. */
export async function listReleases(ctx: Context): Promise<Releasable[]> {
  if (!can.seeGradebook(ctx.user)) throw new Forbidden('Releases are for staff.');
  const { db } = ctx;
  const [items, extensions, assignments, written, handedIn, scored, waiting] = await Promise.all([
    listItemRows(db, ctx.user.id),
    listExtensionRows(db, null),
    listAssignments(ctx),
    listWritten(ctx),
    countHandedIn(db),
    listScored(db, null),
    listWaiting(db, null),
  ]);
  return items.flatMap(({ extension: _own, ...item }): Releasable[] => {
    const isHere = (row: { slug: string }) => row.slug === item.slug;
    const head = { slug: item.slug, kind: item.kind, title: item.title, releasedAt: item.releasedAt };
    if (item.kind !== 'code') {
      const asked = written.find(isHere);
      if (!asked) return [];
      const counts = handedIn.get(item.slug) ?? { handedIn: 0, waiting: 0 };
      const keeps = asked.scale === 'decision' ? null : { what: 'grades' as const, hidesNames: asked.hideNames };
      return [{ ...head, keeps, ready: counts.handedIn - counts.waiting, waiting: counts.waiting, open: [] }];
    }
    const assignment = assignments.find(isHere);
    if (!assignment) return [];
    const metric = shownMetric(assignment.manifest);
    return [
      {
        ...head,
        title: assignment.manifest.title,
        keeps: metric && { what: 'scores', metric },
        ready: scored.filter(isHere).length,
        waiting: waiting.filter(isHere).length,
        open: metric ? stillOpen(item, extensions.filter(isHere), ctx.now) : [],
      },
    ];
  });
}
