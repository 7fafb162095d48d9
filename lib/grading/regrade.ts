import { z } from 'zod';
import { findLatestPublished } from '#db/queries/assignments.ts';
import { findSubmission, listWaiting } from '#db/queries/grading.ts';
import {
  applyRegrade,
  endRegrade,
  findOpenRegrade,
  findRegrade,
  insertRegrade,
  listAllRegrades,
  listOpenRegrades,
  listRegradable,
  listRegradeNotes,
  listRegradeRows,
  lockRegrade,
  lockRegrades,
  type RegradeRecord,
} from '#db/queries/regrades.ts';
import { sendJobs } from '#db/queue.ts';
import { can } from '#lib/auth/core.ts';
import type { Context } from '#lib/context.ts';
import { audit } from '#lib/course/audit.ts';
import { Conflict, Forbidden, InvalidInput, NotFound } from '#lib/errors.ts';
import { notify } from '#lib/notices/server.ts';
import { paths } from '#lib/paths.ts';
import { countingOf } from './core/counting.ts';
import { isApplied, type RegradeNote, type RegradePolicy, type RegradeRow, summarize } from './core/regrade.ts';

const inputSchema = z.object({
  slug: z.string().max(64),
  reason: z.string().trim().min(1, 'A reason is needed: students read it.').max(2000, 'At most 2,000 characters.'),
  /** All submissions, the one of each student that counts, or those named. */
  cover: z.union([z.literal('all'), z.literal('counting'), z.array(z.uuid())], {
    error: 'A submission is named by its id.',
  }),
});
export type RegradeInput = z.infer<typeof inputSchema>;

export type Regrade = { regrade: RegradeRecord; rows: RegradeRow[] };

/**
 * Grades submissions again with the newest version of their assignment, as a draft that nobody but staff sees. Rows,
 * jobs and audit are one transaction.
 * @throws InvalidInput, Forbidden, NotFound; Conflict while another regrade of the assignment is open, and while any of
 * the submissions waits for its grade under an older version
 */
export async function startRegrade(ctx: Context, input: RegradeInput): Promise<string> {
  if (!can.regrade(ctx.user)) throw new Forbidden('Regrading is for instructors.');
  const parsed = inputSchema.safeParse(input);
  if (!parsed.success) throw new InvalidInput(parsed.error.issues[0]?.message ?? 'The regrade cannot be read.');
  const { slug, reason, cover } = parsed.data;
  return ctx.db.transaction(async (tx) => {
    await lockRegrades(tx, slug);
    const version = await findLatestPublished(tx, slug);
    if (!version) throw new NotFound('This assignment');
    if (await findOpenRegrade(tx, slug)) {
      throw new Conflict('A regrade of this assignment is open.', 'Publish or discard it first.');
    }
    refuseWaiting(await listWaiting(tx, slug), version.id, cover);
    const covered = choose(await listRegradable(tx, slug), cover);
    const row = { slug, versionId: version.id, reason, createdAt: ctx.now, createdBy: actor(ctx) };
    const id = await insertRegrade(tx, row, covered);
    const after = { slug, version: version.version, reason, submissions: covered.length };
    await audit(tx, ctx, 'regrade.start', id, { after });
    await sendJobs(tx, 'regrade', jobsOf(id, covered));
    return id;
  });
}

/** What waits under an older version would get its points from there once the regrade has begun without it. */
function refuseWaiting(
  waiting: Awaited<ReturnType<typeof listWaiting>>,
  newestId: string,
  cover: RegradeInput['cover'],
): void {
  const left = waiting.filter(
    ({ id, versionId }) => versionId !== newestId && (!Array.isArray(cover) || cover.includes(id)),
  );
  if (left.length === 0) return;
  const what = left.length === 1 ? '1 submission waits' : `${left.length} submissions wait`;
  throw new Conflict(
    `${what} for a grade under an older version, and would be left out.`,
    'Start the regrade once all are graded.',
  );
}

type Regradable = Awaited<ReturnType<typeof listRegradable>>;

function choose(all: Regradable, cover: RegradeInput['cover']): string[] {
  if (all.length === 0) throw new InvalidInput('This assignment has no graded submission yet.');
  if (cover === 'all') return all.map(({ id }) => id);
  if (cover === 'counting') return countingIds(all);
  if (cover.length === 0) throw new InvalidInput('No submission is named.');
  const known = new Set(all.map(({ id }) => id));
  const strange = cover.find((id) => !known.has(id));
  if (strange) throw new InvalidInput(`Submission ${strange} is not a graded submission of this assignment.`);
  return [...new Set(cover)];
}

/** A student without any result has no submission that counts: then the newest. */
function countingIds(all: Regradable): string[] {
  return [...Map.groupBy(all, ({ userId }) => userId).values()].flatMap((own) => {
    const newest = own.toSorted((a, b) => b.createdAt.getTime() - a.createdAt.getTime())[0];
    const one = countingOf(own) ?? newest;
    return one ? [one.id] : [];
  });
}

const jobsOf = (regradeId: string, ids: string[]) => ids.map((submissionId) => ({ data: { submissionId, regradeId } }));
const actor = ({ user }: Context) => (user.role === 'system' ? null : user.id);
const isId = (id: string) => z.uuid().safeParse(id).success;

/** Old and new side by side, of every student it covers. @throws Forbidden, NotFound */
export async function getRegrade(ctx: Context, id: string): Promise<Regrade> {
  if (!can.seeRegrades(ctx.user)) throw new Forbidden('Regrades are for staff.');
  const regrade = isId(id) ? await findRegrade(ctx.db, id) : null;
  if (!regrade) throw new NotFound('This regrade');
  return { regrade, rows: await listRegradeRows(ctx.db, regrade) };
}

/** All regrades, newest first. @throws Forbidden */
export async function listRegrades(ctx: Context) {
  if (!can.seeRegrades(ctx.user)) throw new Forbidden('Regrades are for staff.');
  return listAllRegrades(ctx.db);
}

/** How many submissions to each assignment wait for a grade under an older version: they keep a regrade from starting. */
export async function countOlderWaiting(ctx: Context, newest: { slug: string; versionId: string }[]) {
  if (!can.seeRegrades(ctx.user)) throw new Forbidden('Regrades are for staff.');
  const ids = new Set(newest.map(({ versionId }) => versionId));
  const older = (await listWaiting(ctx.db, null)).filter(({ versionId }) => !ids.has(versionId));
  return new Map(newest.map(({ slug }) => [slug, older.filter((one) => one.slug === slug).length]));
}

/** Those that were neither published nor discarded, oldest first. @throws Forbidden */
export async function listDraftRegrades(ctx: Context): Promise<{ id: string; createdAt: Date }[]> {
  if (!can.seeRegrades(ctx.user)) throw new Forbidden('Regrades are for staff.');
  return listOpenRegrades(ctx.db);
}

/**
 * Lets the new results count, all at once. @returns how many submissions take their new result
 * @param leaving how many submissions could not be regraded, and keep the points they have: as the caller knows it
 * @throws Forbidden, NotFound; Conflict where it has ended, is not finished, or leaves more than the caller knows of
 */
export async function publishRegrade(ctx: Context, id: string, policy: RegradePolicy, leaving = 0): Promise<number> {
  if (!can.regrade(ctx.user)) throw new Forbidden('Publishing a regrade is for instructors.');
  return ctx.db.transaction(async (tx) => {
    const { regrade, rows } = await getOpen({ ...ctx, db: tx }, id);
    const changes = summarize(rows);
    if (changes.unfinished > 0) {
      const what = `${changes.unfinished} of ${changes.covered} submissions are not regraded yet.`;
      throw new Conflict(what, 'Wait until all are, or discard the regrade.');
    }
    if (changes.failed > leaving) {
      const what = changes.failed === 1 ? '1 submission' : `${changes.failed} submissions`;
      throw new Conflict(
        `${what} could not be regraded and would keep the old points.`,
        'Grade the failed ones again, or say that they keep their points.',
      );
    }
    const taken = rows.filter((row) => isApplied(row, policy));
    const applied = taken.map((row) => row.submissionId);
    await endRegrade(tx, id, { publishedAt: ctx.now, publishedBy: actor(ctx), policy });
    await applyRegrade(tx, id, applied, ctx.now);
    const after = { slug: regrade.slug, policy, ...changes, applied: applied.length };
    await audit(tx, ctx, 'regrade.publish', id, { after });
    const changed = taken.filter(({ before, after: now, setGrade }) => setGrade === null && before !== now);
    const title = `“${regrade.manifest.title}” was graded again, and points of yours changed`;
    await notify(
      { ...ctx, db: tx },
      { kind: 'grade', title, href: paths.grades() },
      changed.map(({ userId }) => userId),
    );
    return applied.length;
  });
}

/** Ends a regrade without effect; what still waits in the queue is left undone. @throws as `publishRegrade` */
export async function discardRegrade(ctx: Context, id: string): Promise<void> {
  if (!can.regrade(ctx.user)) throw new Forbidden('Discarding a regrade is for instructors.');
  await ctx.db.transaction(async (tx) => {
    const { regrade } = await getOpen({ ...ctx, db: tx }, id);
    await endRegrade(tx, id, { discardedAt: ctx.now, discardedBy: actor(ctx) });
    await audit(tx, ctx, 'regrade.discard', id, { after: { slug: regrade.slug } });
  });
}

/** Sends again what ended in a failure of ours. @returns how many. @throws as `publishRegrade` */
export async function retryRegrade(ctx: Context, id: string): Promise<number> {
  if (!can.regrade(ctx.user)) throw new Forbidden('Regrading is for instructors.');
  return ctx.db.transaction(async (tx) => {
    const { rows } = await getOpen({ ...ctx, db: tx }, id);
    const failed = rows.filter((row) => row.state === 'failed').map((row) => row.submissionId);
    if (failed.length === 0) return 0;
    await sendJobs(tx, 'regrade', jobsOf(id, failed));
    await audit(tx, ctx, 'regrade.retry', id, { after: { submissions: failed.length } });
    return failed.length;
  });
}

async function getOpen(ctx: Context, id: string): Promise<Regrade> {
  if (isId(id)) await lockRegrade(ctx.db, id);
  const found = await getRegrade(ctx, id);
  if (found.regrade.publishedAt) throw new Conflict('This regrade was published already.');
  if (found.regrade.discardedAt) throw new Conflict('This regrade was discarded.', 'Start a new one.');
  return found;
}

/** What published regrades did to a submission, newest first, for its student and staff. @throws NotFound */
export async function listRegradesOf(ctx: Context, submissionId: string): Promise<RegradeNote[]> {
  const found = isId(submissionId) ? await findSubmission(ctx.db, submissionId) : null;
  if (!found || !can.seeSubmission(ctx.user, found)) throw new NotFound('This submission');
  return listRegradeNotes(ctx.db, submissionId);
}
