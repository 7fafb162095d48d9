import { and, asc, eq, isNull, sql } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import { users } from '#db/schema/auth.ts';
import { appliedAt, counts, hasOtherJob } from './grading.ts';

export type StudentRow = { id: string; name: string; email: string };

/** The students of the course, by name. */
export async function listStudents(tx: Db): Promise<StudentRow[]> {
  return tx
    .select({ id: users.id, name: users.name, email: users.email })
    .from(users)
    .where(and(eq(users.role, 'student'), isNull(users.deactivatedAt)))
    .orderBy(asc(sql`lower(${users.name})`), asc(users.id));
}

export type CellRow = {
  userId: string;
  slug: string;
  submissionId: string;
  createdAt: Date;
  outcome: string | null;
  points: number | null;
  publicScore: number | null;
  attempts: number;
  waiting: number;
  running: number;
};

/**
 * One row for every student and assignment with a submission: the one that counts (most points, then newest, as in
 * `countingOf`) and how many there are. One query, however large the class.
 * @param userId only this person's
 */
export async function listCells(tx: Db, userId: string | null): Promise<CellRow[]> {
  const rows = await tx.execute<Omit<CellRow, 'createdAt'> & { createdAt: string | Date }>(sql`
    select distinct on (user_id, slug)
      user_id as "userId", slug, id as "submissionId", created_at as "createdAt", outcome, points,
      public_score as "publicScore",
      (count(*) over cell)::int as attempts,
      (count(*) filter (where outcome is null) over cell)::int as waiting,
      (count(*) filter (where outcome is null and run is not null) over cell)::int as running
    from (
      select s.user_id, s.slug, s.id, s.created_at, r.id as run, r.outcome, r.points, r.public_score
      from submissions s
      left join lateral (
        select id, outcome, points, public_score from grading_runs
        where submission_id = s.id and kind = 'grade' and ${counts('grading_runs')}
          and (outcome is distinct from 'infra_error' or not ${hasOtherJob(sql`s.id`, sql`job_id`)})
        order by coalesce(outcome <> 'infra_error', false) desc, ${appliedAt('grading_runs')} desc nulls last,
          started_at desc limit 1
      ) r on true
      where ${userId === null ? sql`true` : sql`s.user_id = ${userId}`}
    ) each
    window cell as (partition by user_id, slug)
    order by user_id, slug, points desc nulls last, created_at desc, id desc`);
  return rows.map((row) => ({ ...row, createdAt: new Date(row.createdAt) }));
}
