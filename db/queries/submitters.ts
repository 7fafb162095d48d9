import { desc, eq } from 'drizzle-orm';
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

/** What a person handed in last, to any assignment. */
export async function findNewestSubmission(tx: Db, userId: string): Promise<{ id: string; slug: string } | null> {
  const [row] = await tx
    .select({ id: submissions.id, slug: submissions.slug })
    .from(submissions)
    .where(eq(submissions.userId, userId))
    .orderBy(desc(submissions.createdAt))
    .limit(1);
  return row ?? null;
}
