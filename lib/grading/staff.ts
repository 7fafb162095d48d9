import {
  countRaised,
  listDiffering,
  listInterrupted,
  listRaised,
  listRaisedNotes,
  lockRaised,
} from '#db/queries/grading-staff.ts';
import { findSubmitter } from '#db/queries/submitters.ts';
import { sendJobs } from '#db/queue.ts';
import { can } from '#lib/auth/core.ts';
import type { Context } from '#lib/context.ts';
import { audit } from '#lib/course/audit.ts';
import { Forbidden, NotFound } from '#lib/errors.ts';
import { sendAgain } from './again.ts';

/** Who handed a submission in, for staff. @throws Forbidden, NotFound */
export async function getSubmitter(ctx: Context, submissionId: string): Promise<{ id: string; name: string }> {
  if (!can.seeStaffNotes(ctx.user)) throw new Forbidden();
  const found = await findSubmitter(ctx.db, submissionId);
  if (!found) throw new NotFound('This submission');
  return found;
}

/** Longer than a term: what failed in this one is never forgotten. */
const raisedForMs = 183 * 24 * 3600_000;

const raisedSince = (now: Date) => new Date(now.getTime() - raisedForMs);

/**
 * Submissions that our own failures left without a grade, newest failure first.
 * @returns at most 50 of them, and how many there are in all
 * @throws Forbidden
 */
export async function listFailures(ctx: Context) {
  if (!can.seeStaffNotes(ctx.user)) throw new Forbidden();
  const rows = await listRaisedNotes(ctx.db, raisedSince(ctx.now), 50);
  return { total: rows[0]?.total ?? 0, failures: rows.map(({ total: _total, ...failure }) => failure) };
}

/** How many there are of them, and since when the oldest; null where there are none. One query. @throws Forbidden */
export async function countUngraded(ctx: Context): Promise<{ count: number; oldestAt: Date } | null> {
  if (!can.seeStaffNotes(ctx.user)) throw new Forbidden();
  return countRaised(ctx.db, raisedSince(ctx.now));
}

/**
 * Grades that the server's own training does not reach, newest first, until staff set the grade. One query.
 * @returns at most 50 of them, how many there are in all, and since when the oldest
 * @throws Forbidden
 */
export async function listDisagreements(ctx: Context) {
  if (!can.seeStaffNotes(ctx.user)) throw new Forbidden();
  const rows = await listDiffering(ctx.db, raisedSince(ctx.now), 50);
  return {
    total: rows[0]?.total ?? 0,
    oldestAt: rows[0]?.oldestAt ?? null,
    disagreements: rows.map(({ total: _total, oldestAt: _oldest, ...row }) => row),
  };
}

/**
 * Sends what our own failures left without a grade to the graders again. Asked twice, the second time does nothing:
 * a submission that waits already is not among them.
 * @param only this submission; otherwise all
 * @returns how many were sent
 * @throws Forbidden
 */
export async function gradeAgain(ctx: Context, only?: string): Promise<number> {
  if (!can.gradeAgain(ctx.user)) throw new Forbidden();
  return ctx.db.transaction((tx) => sendRaised({ ...ctx, db: tx }, only));
}

/**
 * Submissions that count and whose verification our own failures kept from its end, newest first.
 * @returns at most 50 of them, and how many there are in all
 * @throws Forbidden
 */
export async function listUnverified(ctx: Context) {
  if (!can.seeStaffNotes(ctx.user)) throw new Forbidden();
  const rows = await listInterrupted(ctx.db, raisedSince(ctx.now), 50);
  return { total: rows[0]?.total ?? 0, unverified: rows.map(({ total: _total, ...row }) => row) };
}

/**
 * Has the graders verify again what our own failures kept from it. Asked twice, the second time does nothing.
 * @param only this submission; otherwise all
 * @returns how many were sent
 * @throws Forbidden
 */
export async function verifyAgain(ctx: Context, only?: string): Promise<number> {
  if (!can.gradeAgain(ctx.user)) throw new Forbidden();
  return ctx.db.transaction(async (tx) => {
    await lockRaised(tx);
    const ids = (await listInterrupted(tx, raisedSince(ctx.now), null, only)).map(({ id }) => id);
    if (ids.length === 0) return 0;
    await sendJobs(
      tx,
      'verify',
      ids.map((submissionId) => ({ data: { submissionId } })),
    );
    await audit(tx, ctx, 'grading.verify-again', only ?? 'grading', { after: { submissions: ids } });
    return ids.length;
  });
}

async function sendRaised(ctx: Context, only?: string): Promise<number> {
  await lockRaised(ctx.db);
  const raised = await listRaised(ctx.db, raisedSince(ctx.now), only);
  if (raised.length === 0) return 0;
  await sendAgain(ctx.db, raised);
  const after = { submissions: raised.map(({ id }) => id) };
  await audit(ctx.db, ctx, 'grading.again', only ?? 'grading', { after });
  return raised.length;
}
