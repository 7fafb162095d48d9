import { listOverrideHistory } from '#db/queries/gradebook.ts';
import { listOwnSubmissions } from '#db/queries/grading.ts';
import { listExtensionHistory } from '#db/queries/items.ts';
import { findOwnWritingId, listReviews, listVersions } from '#db/queries/writings.ts';
import { findWrittenItem } from '#db/queries/written-items.ts';
import { can } from '#lib/auth/core.ts';
import type { Context } from '#lib/context.ts';
import { Forbidden } from '#lib/errors.ts';
import { paths } from '#lib/paths.ts';
import { verdictText } from '#lib/writing/core/score.ts';
import { namesHidden } from '#lib/writing/core/view.ts';
import type { CellEvent } from './core.ts';

/** All that happened to a student's item, newest first. What names would give away stays out while they are hidden. */
export async function getCellStory(ctx: Context, userId: string, slug: string): Promise<CellEvent[]> {
  if (!can.seeGradebook(ctx.user)) throw new Forbidden('The gradebook is for staff.');
  const written = await findWrittenItem(ctx.db, slug);
  const [handedIn, extensions, overrides] = await Promise.all([
    written
      ? namesHidden(written)
        ? []
        : listWriting(ctx, userId, slug, written.maxPoints)
      : listCode(ctx, userId, slug),
    listExtensionHistory(ctx.db, userId, slug),
    listOverrideHistory(ctx.db, userId, slug),
  ]);
  const events = [...handedIn, ...extensions.flatMap(tellExtension), ...overrides.flatMap(tellOverride)];
  return events.toSorted((a, b) => (a.at < b.at ? 1 : -1));
}

async function listCode(ctx: Context, userId: string, slug: string): Promise<CellEvent[]> {
  const submissions = await listOwnSubmissions(ctx.db, userId, slug);
  return submissions.map(({ id, createdAt, run }) => ({
    at: createdAt.toISOString(),
    what: `Submission: ${run?.outcome ? `${run.points ?? '–'} of ${run.maxPoints ?? '–'} points` : 'waits for its grade'}`,
    by: null,
    href: paths.submission(slug, id),
  }));
}

async function listWriting(ctx: Context, userId: string, slug: string, maxPoints: number | null): Promise<CellEvent[]> {
  const id = await findOwnWritingId(ctx.db, slug, userId);
  if (!id) return [];
  const [versions, reviews] = await Promise.all([listVersions(ctx.db, id), listReviews(ctx.db, id)]);
  const href = paths.staff.gradeWritten(slug, id);
  return [
    ...versions.map(({ number, submittedAt, by }) => ({
      ...{ at: submittedAt.toISOString(), what: `Version ${number} handed in`, by, href },
    })),
    ...reviews.map(({ number, createdAt, by, ...verdict }) => ({
      ...{ at: createdAt.toISOString(), what: `Version ${number}: ${verdictText(verdict, maxPoints)}`, by, href },
    })),
  ];
}

function tellExtension(row: Awaited<ReturnType<typeof listExtensionHistory>>[number]): CellEvent[] {
  const granted = { at: row.grantedAt.toISOString(), what: `More time: ${row.reason}`, by: row.by, href: null };
  if (!row.withdrawnAt) return [granted];
  return [{ at: row.withdrawnAt.toISOString(), what: 'More time withdrawn', by: row.withdrawnBy, href: null }, granted];
}

function tellOverride(row: Awaited<ReturnType<typeof listOverrideHistory>>[number]): CellEvent[] {
  const what = `Grade set to ${row.points}: ${row.reason}`;
  const set = { at: row.at.toISOString(), what, by: row.by, href: null };
  if (!row.withdrawnAt) return [set];
  const undone = { at: row.withdrawnAt.toISOString(), what: `Grade of ${row.points} withdrawn`, by: row.withdrawnBy };
  return [{ ...undone, href: null }, set];
}
