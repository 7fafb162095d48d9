import { and, desc, eq, gt, gte, lte, min, sql } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import { assignmentVersions } from '#db/schema/assignments.ts';
import { users } from '#db/schema/auth.ts';
import { gradingRuns, submissions } from '#db/schema/grading.ts';
import { notReproduced } from '#lib/grading/core/verification.ts';
import { appliedAt, counts, speakingRun } from './grading.ts';

/** What staff see of the graders, and what they send to them again. */

/** Makes those who grade again at the same time wait for each other: the second finds the jobs of the first. */
export async function lockRaised(tx: Db): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended('grade-again', 0))`);
}

/**
 * Submissions that ended as a failure of ours and that no job is to grade any more.
 * @param since failures before it are left out
 * @param only this submission
 */
export async function listRaised(tx: Db, since: Date, only?: string) {
  const { failed, run, isRaised } = raised(tx, since, only);
  return tx
    .select(resent)
    .from(failed)
    .innerJoin(submissions, eq(submissions.id, failed.id))
    .innerJoin(assignmentVersions, eq(assignmentVersions.id, submissions.versionId))
    .innerJoinLateral(run, sql`true`)
    .where(isRaised);
}

/** The last id of the next so many submissions after one, by id; null where there are no more than those. */
export async function findPageEnd(tx: Db, after: string, length: number): Promise<string | null> {
  const [row] = await tx
    .select({ id: submissions.id })
    .from(submissions)
    .where(gt(submissions.id, after))
    .orderBy(submissions.id)
    .offset(length - 1)
    .limit(1);
  return row?.id ?? null;
}

/**
 * Submissions that have neither a result nor a job that is to give them one. A job that has failed is not done with
 * before its failure is the result.
 * @param after those with a larger id, up to `end`, or to the last where that is null
 */
export async function listForgotten(tx: Db, after: string, end: string | null) {
  return tx
    .select(resent)
    .from(submissions)
    .innerJoin(assignmentVersions, eq(assignmentVersions.id, submissions.versionId))
    .where(and(gt(submissions.id, after), end === null ? undefined : lte(submissions.id, end), isForgotten));
}

const isForgotten = sql`not exists (select from grading_runs done where done.submission_id = ${submissions.id}
    and done.kind = 'grade' and done.outcome is not null and ${counts('done')})
  and not exists (select from pgboss.job j where j.name in ('grade', 'train', 'regrade') and j.state <> 'completed'
    and j.data ->> 'submissionId' = ${submissions.id}::text and j.data ->> 'regradeId' is null)`;

/** How many of them there are at all. */
export async function countForgotten(tx: Db): Promise<number> {
  return tx.$count(submissions, isForgotten);
}

/** What their new job is made from. */
const resent = {
  id: submissions.id,
  userId: submissions.userId,
  createdAt: submissions.createdAt,
  train: sql<'browser' | 'server' | null>`${assignmentVersions.manifest} ->> 'train'`,
  hasWeights: sql<boolean>`${submissions.weights} is not null`,
};

function raised(tx: Db, since: Date, only?: string) {
  const failed = tx
    .selectDistinct({ id: gradingRuns.submissionId })
    .from(gradingRuns)
    .where(
      and(
        eq(gradingRuns.kind, 'grade'),
        eq(gradingRuns.outcome, 'infra_error'),
        gte(gradingRuns.finishedAt, since),
        only === undefined ? undefined : eq(gradingRuns.submissionId, only),
      ),
    )
    .as('failed');
  const run = speakingRun(tx);
  return { failed, run, isRaised: eq(run.outcome, 'infra_error') };
}

/** The newest of them as staff read them, with how many there are in all. */
export async function listRaisedNotes(tx: Db, since: Date, limit: number) {
  const { failed, run, isRaised } = raised(tx, since);
  return tx
    .select({
      id: submissions.id,
      slug: submissions.slug,
      title: sql<string>`${assignmentVersions.manifest} ->> 'title'`,
      student: users.name,
      failedAt: run.finishedAt,
      note: run.staffNote,
      total: sql<number>`(count(*) over ())::int`,
    })
    .from(failed)
    .innerJoin(submissions, eq(submissions.id, failed.id))
    .innerJoin(assignmentVersions, eq(assignmentVersions.id, submissions.versionId))
    .innerJoin(users, eq(users.id, submissions.userId))
    .innerJoinLateral(run, sql`true`)
    .where(isRaised)
    .orderBy(desc(run.finishedAt), submissions.id)
    .limit(limit);
}

/** How many of them there are, and since when the oldest; null where there are none. */
export async function countRaised(tx: Db, since: Date): Promise<{ count: number; oldestAt: Date } | null> {
  const { failed, run, isRaised } = raised(tx, since);
  const [row] = await tx
    .select({ count: sql<number>`count(*)::int`, oldestAt: min(run.finishedAt) })
    .from(failed)
    .innerJoin(submissions, eq(submissions.id, failed.id))
    .innerJoinLateral(run, sql`true`)
    .where(isRaised);
  return row?.oldestAt ? { count: row.count, oldestAt: row.oldestAt } : null;
}

type DifferingRow = {
  id: string;
  slug: string;
  title: string;
  student: string;
  verifiedAt: string;
  note: string;
  total: number;
  oldestAt: string;
};

/**
 * Submissions whose newest verification does not reach the grade that they have, newest first, with how many there are
 * in all and since when the oldest. Once staff set the grade themselves, it is settled.
 */
export async function listDiffering(tx: Db, since: Date, limit: number) {
  const rows = await tx.execute<DifferingRow>(sql`
    select s.id, s.slug, a.manifest ->> 'title' as title, u.name as student, v.finished_at as "verifiedAt",
      v.staff_note as note, (count(*) over ())::int as total, min(v.finished_at) over () as "oldestAt"
    from (
      select distinct on (submission_id) submission_id, finished_at, staff_note from ${gradingRuns}
      where kind = 'verify' and outcome <> 'infra_error' and finished_at >= ${since.toISOString()}::timestamptz
      order by submission_id, finished_at desc
    ) v
    join ${submissions} s on s.id = v.submission_id
    join ${assignmentVersions} a on a.id = s.version_id
    join ${users} u on u.id = s.user_id
    where starts_with(v.staff_note, ${notReproduced}) and not exists (
      select from grade_overrides o where o.user_id = s.user_id and o.slug = s.slug and o.created_at > v.finished_at)
    order by v.finished_at desc, s.id limit ${limit}`);
  return rows.map(({ verifiedAt, oldestAt, ...row }) => ({
    ...row,
    verifiedAt: new Date(verifiedAt),
    oldestAt: new Date(oldestAt),
  }));
}

type UnverifiedRow = {
  id: string;
  slug: string;
  title: string;
  student: string;
  failedAt: string;
  note: string;
  total: number;
};

/**
 * Submissions that count and whose newest verification ended as a failure of ours, newest first, with how many there are
 * in all: nobody knows yet whether their weights come from their code. One that is to be verified again is not among
 * them, nor one whose grade staff set themselves.
 * @param only this submission
 */
export async function listInterrupted(tx: Db, since: Date, limit: number | null, only?: string) {
  const rows = await tx.execute<UnverifiedRow>(sql`
    select s.id, s.slug, a.manifest ->> 'title' as title, u.name as student, v.finished_at as "failedAt",
      v.staff_note as note, (count(*) over ())::int as total
    from (
      select distinct on (submission_id) submission_id, finished_at, outcome, staff_note from ${gradingRuns}
      where kind = 'verify' and finished_at >= ${since.toISOString()}::timestamptz
        and ${only === undefined ? sql`true` : sql`submission_id = ${only}`}
      order by submission_id, finished_at desc
    ) v
    join ${submissions} s on s.id = v.submission_id
    join ${assignmentVersions} a on a.id = s.version_id
    join ${users} u on u.id = s.user_id
    join lateral (${countingResult}) c on c.id = s.id and c.points > 0 and c.regrade_id is null
    where v.outcome = 'infra_error'
      and not exists (select from pgboss.job live where live.name = 'verify' and live.state < 'completed'
        and live.data ->> 'submissionId' = s.id::text)
      and not exists (
        select from grade_overrides o where o.user_id = s.user_id and o.slug = s.slug and o.created_at > v.finished_at)
    order by v.finished_at desc, s.id limit ${limit}`);
  return rows.map(({ failedAt, ...row }) => ({ ...row, failedAt: new Date(failedAt) }));
}

/** The submission that counts for the student and assignment of submission `s`, as in `countingOf`, with its result. */
const countingResult = sql`
  select x.id, r.points, r.regrade_id from ${submissions} x
  join lateral (
    select r.points, r.regrade_id from ${gradingRuns} r
    where r.submission_id = x.id and r.kind = 'grade' and r.points is not null and ${counts('r')}
    order by ${appliedAt('r')} desc nulls last, r.started_at desc limit 1
  ) r on true
  where x.user_id = s.user_id and x.slug = s.slug order by r.points desc, x.created_at desc limit 1`;

type QueueRow = { queue: string; waiting: number; running: number; oldest: number | null };

/**
 * Every queue that holds jobs, with the seconds that its oldest waiting job has waited: a grade waits for no
 * grader while its student has a training at work.
 */
export async function listQueues(tx: Db): Promise<QueueRow[]> {
  return tx.execute<QueueRow>(sql`
    select name as queue,
      (count(*) filter (where state < 'active'))::int as waiting,
      (count(*) filter (where state = 'active'))::int as running,
      extract(epoch from now() - min(created_on) filter (where state < 'active' and not held))::float8 as oldest
    from (select name, state, created_on, name = 'grade' and
        bool_or(name = 'train' and state = 'active') over (partition by coalesce(group_id, id::text)) as held
      from pgboss.job where state < 'completed') live group by name`);
}

/** How long the runs took that ended since then, by kind and outcome, in seconds. */
export async function listRunTimes(tx: Db, since: Date) {
  const seconds = sql`extract(epoch from ${gradingRuns.finishedAt} - ${gradingRuns.startedAt})`;
  const at = (share: number) => sql<number>`percentile_cont(${share}::float8) within group (order by ${seconds})`;
  return tx
    .select({
      kind: gradingRuns.kind,
      outcome: gradingRuns.outcome,
      count: sql<number>`count(*)::int`,
      median: at(0.5).mapWith(Number),
      p95: at(0.95).mapWith(Number),
    })
    .from(gradingRuns)
    .where(gte(gradingRuns.finishedAt, since))
    .groupBy(gradingRuns.kind, gradingRuns.outcome);
}

/** Runs that ended as a failure of ours since then. */
export async function countFailures(tx: Db, since: Date): Promise<number> {
  return tx.$count(gradingRuns, and(gte(gradingRuns.finishedAt, since), eq(gradingRuns.outcome, 'infra_error')));
}
