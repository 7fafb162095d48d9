import type { Db } from '#db/client.ts';
import { findPageEnd, listForgotten, lockRaised } from '#db/queries/grading-staff.ts';
import { systemUser } from '#lib/auth/core.ts';
import { audit } from '#lib/course/audit.ts';
import { sendAgain } from './again.ts';

/** Before all others. */
const first = '00000000-0000-0000-0000-000000000000';

/**
 * Sends submissions that have neither a result nor a job to the graders: whatever became of their job, none waits for
 * ever. One page of all submissions a call, so that a look takes milliseconds however many there are.
 * @param after where the look before has ended; null begins anew
 * @returns where the next goes on
 */
export async function sendForgotten(
  { db, now }: { db: Db; now: () => Date },
  after: string | null,
  length = 500,
): Promise<string | null> {
  const from = after ?? first;
  const end = await findPageEnd(db, from, length);
  if ((await listForgotten(db, from, end)).length === 0) return end;
  await db.transaction(async (tx) => {
    await lockRaised(tx); // another grader may just have sent them
    const forgotten = await listForgotten(tx, from, end);
    if (forgotten.length === 0) return;
    await sendAgain(tx, forgotten);
    const after = { submissions: forgotten.map(({ id }) => id) };
    await audit(tx, { user: systemUser, now: now() }, 'grading.again', 'grading', { after });
  });
  return end;
}
