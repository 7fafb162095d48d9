import { findSubmitter } from '#db/queries/submitters.ts';
import { can } from '#lib/auth/core.ts';
import type { Context } from '#lib/context.ts';
import { Forbidden, NotFound } from '#lib/errors.ts';

/** Who handed a submission in, for staff. @throws Forbidden, NotFound */
export async function getSubmitter(ctx: Context, submissionId: string): Promise<{ id: string; name: string }> {
  if (!can.seeStaffNotes(ctx.user)) throw new Forbidden();
  const found = await findSubmitter(ctx.db, submissionId);
  if (!found) throw new NotFound('This submission');
  return found;
}
