import { findUserByEmail } from '#db/queries/auth.ts';
import { findCourseRow, listWaitingTexts } from '#db/queries/course.ts';
import { findNewestSubmission } from '#db/queries/submitters.ts';
import { listHandedIn } from '#db/queries/writing-reviews.ts';
import { can } from '#lib/auth/core.ts';
import type { Context } from '#lib/context.ts';
import { Forbidden, NotFound } from '#lib/errors.ts';
import { paths } from '#lib/paths.ts';
import { demoAccounts, type TourStep } from './core.ts';

/**
 * Where a staff step of the demo's tour leads now: to the one thing that it is about, or to their list where there is
 * none. @throws Forbidden; NotFound where the course is no demo
 */
export async function findTourPlace(ctx: Context, step: TourStep): Promise<string> {
  if (!can.seeStaffPages(ctx.user)) throw new Forbidden();
  if (!(await findCourseRow(ctx.db))?.demo) throw new NotFound('The tour');
  if (step === 'submission') return findSubmission(ctx);
  return step === 'proposal' ? findProposal(ctx) : findText(ctx);
}

/** What the visitor handed in last, as the demo's student. */
async function findSubmission({ db }: Context): Promise<string> {
  const student = await findUserByEmail(db, demoAccounts[0].email);
  const newest = student && (await findNewestSubmission(db, student.id));
  return newest ? paths.submission(newest.slug, newest.id) : paths.staff.gradebook();
}

/** The proposal that has waited longest. */
async function findProposal({ db }: Context): Promise<string> {
  const all = await listHandedIn(db, { kind: 'proposal' });
  const waiting = all.find(({ number, review }) => review === null || review.number < number);
  return waiting ? paths.staff.proposal(waiting.id) : paths.staff.proposals();
}

async function findText({ db }: Context): Promise<string> {
  const waiting = (await listWaitingTexts(db)).find(({ kind }) => kind === 'written');
  return waiting ? paths.staff.gradeWritten(waiting.slug) : paths.staff.written();
}
