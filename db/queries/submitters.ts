import { eq } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import { users } from '#db/schema/auth.ts';
import { submissions } from '#db/schema/grading.ts';

/** The person behind a submission. */
export async function findSubmitter(tx: Db, submissionId: string) {
  const [row] = await tx
    .select({ id: users.id, name: users.name })
    .from(submissions)
    .innerJoin(users, eq(users.id, submissions.userId))
    .where(eq(submissions.id, submissionId));
  return row ?? null;
}
