import { and, desc, eq, gte, inArray, isNull, type SQL, type SQLWrapper, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { Db } from '#db/client.ts';
import { assignmentVersions } from '#db/schema/assignments.ts';
import { users } from '#db/schema/auth.ts';
import { graders, gradingRuns, submissions, testResults } from '#db/schema/grading.ts';
import { releasedMetrics } from '#db/schema/hidden.ts';
import type { SubmissionFacts } from '#lib/grading/core/fold.ts';
import type { Place, QueueFacts } from '#lib/grading/core/queue.ts';

/** Seconds after which a grader that has said nothing is not counted as alive. */
export const graderSilenceSeconds = 30;

export async function findByIdempotencyKey(tx: Db, userId: string, slug: string, key: string) {
  const [row] = await tx
    .select({ id: submissions.id, code: submissions.code, weights: submissions.weights })
    .from(submissions)
    .where(and(eq(submissions.userId, userId), eq(submissions.slug, slug), eq(submissions.idempotencyKey, key)));
  return row ?? null;
}

export async function insertSubmission(tx: Db, row: typeof submissions.$inferInsert): Promise<string> {
  const [inserted] = await tx.insert(submissions).values(row).returning({ id: submissions.id });
  if (!inserted) throw new Error('The submission was not inserted.');
  return inserted.id;
}

/** When a regrade's run took the place of the old one; null for runs of no regrade and of those not published. */
export const appliedAt = (run: string) => sql`(case when ${sql.identifier(run)}.regrade_id is not null then
  (select c.applied_at from regrade_submissions c
    where c.regrade_id = ${sql.identifier(run)}.regrade_id and c.submission_id = ${sql.identifier(run)}.submission_id) end)`;

/** Whether a run counts: those of a regrade only once it is published, and where its result was taken. */
export const counts = (run: string) =>
  sql`(${sql.identifier(run)}.regrade_id is null or ${appliedAt(run)} is not null)`;

/**
 * The run that speaks for a submission: its newest result, or else its newest run. A run that ended as `infra_error` is
 * no result, and a regrade that has not ended yet hides nothing. Nor does it speak while another job is to grade the
 * submission again: that one waits, and counts as an attempt, like one just handed in.
 */
export function speakingRun(tx: Db) {
  return tx
    .select()
    .from(gradingRuns)
    .where(
      and(
        eq(gradingRuns.submissionId, submissions.id),
        eq(gradingRuns.kind, 'grade'),
        counts('grading_runs'),
        sql`(${gradingRuns.outcome} is distinct from 'infra_error' or not ${hasOtherJob(gradingRuns.submissionId, gradingRuns.jobId)})`,
      ),
    )
    .orderBy(
      sql`coalesce(${gradingRuns.outcome} <> 'infra_error', false) desc`,
      sql`${appliedAt('grading_runs')} desc nulls last`,
      desc(gradingRuns.startedAt),
    )
    .limit(1)
    .as('speaking');
}

/** Whether a job other than the one given waits for a submission, or is at work on it. */
export const hasOtherJob = (submissionId: SQLWrapper, jobId: SQLWrapper) => sql`exists (select from pgboss.job live
  where live.name in ('grade', 'train') and live.state < 'completed'
    and live.data ->> 'submissionId' = ${submissionId}::text and live.id is distinct from ${jobId})`;

export type OwnedSubmission = SubmissionFacts & { userId: string; runId: string | null };

/** @param withLog a console can be long: lists leave it out */
async function readSubmissions(tx: Db, where: SQL | undefined, withLog: boolean): Promise<OwnedSubmission[]> {
  const run = speakingRun(tx);
  const regradedWith = alias(assignmentVersions, 'regraded_with');
  const rows = await tx
    .select({
      id: submissions.id,
      userId: submissions.userId,
      slug: submissions.slug,
      createdAt: submissions.createdAt,
      label: submissions.label,
      hasWeights: sql<boolean>`${submissions.weights} is not null`,
      manifest: assignmentVersions.manifest,
      regradedWith: regradedWith.manifest,
      runId: run.id,
      finishedAt: run.finishedAt,
      outcome: run.outcome,
      points: run.points,
      maxPoints: run.maxPoints,
      publicScore: run.publicScore,
      improved: run.improved,
      note: run.note,
      log: withLog ? run.log : sql<null>`null`,
      privateScores: sql<Record<string, number> | null>`(
        select json_object_agg(${releasedMetrics.metric}, ${releasedMetrics.value})
        from ${releasedMetrics} where ${releasedMetrics.runId} = ${run.id})`,
    })
    .from(submissions)
    .innerJoin(assignmentVersions, eq(assignmentVersions.id, submissions.versionId))
    .leftJoinLateral(run, sql`true`)
    .leftJoin(regradedWith, eq(regradedWith.id, run.versionId))
    .where(where)
    .orderBy(desc(submissions.createdAt), desc(submissions.id));
  return rows.map((row) => ({ ...row, run: row.runId === null ? null : row, tests: [], job: null }));
}

export async function findSubmission(tx: Db, id: string): Promise<OwnedSubmission | null> {
  const [row] = await readSubmissions(tx, eq(submissions.id, id), true);
  return row ?? null;
}

export async function listOwnSubmissions(tx: Db, userId: string, slug: string): Promise<OwnedSubmission[]> {
  return readSubmissions(tx, and(eq(submissions.userId, userId), eq(submissions.slug, slug)), false);
}

export async function listSubmissionsById(tx: Db, ids: string[]): Promise<OwnedSubmission[]> {
  return ids.length === 0 ? [] : readSubmissions(tx, inArray(submissions.id, ids), false);
}

/** Students whose code has a score: one row a student and assignment. @param slug only of this one; null for all */
export async function listScored(tx: Db, slug: string | null): Promise<{ slug: string; userId: string }[]> {
  const run = speakingRun(tx);
  return tx
    .selectDistinct({ slug: submissions.slug, userId: submissions.userId })
    .from(submissions)
    .innerJoin(users, and(eq(users.id, submissions.userId), eq(users.role, 'student')))
    .innerJoinLateral(run, sql`true`)
    .where(and(eq(run.outcome, 'graded'), slug === null ? undefined : eq(submissions.slug, slug)));
}

/** Submissions that wait for a result. @param slug only of this assignment; null for all */
export async function listWaiting(tx: Db, slug: string | null) {
  const run = speakingRun(tx);
  return tx
    .select({
      id: submissions.id,
      slug: submissions.slug,
      userId: submissions.userId,
      versionId: submissions.versionId,
    })
    .from(submissions)
    .leftJoinLateral(run, sql`true`)
    .where(and(isNull(run.outcome), slug === null ? undefined : eq(submissions.slug, slug)));
}

export async function findSubmittedCode(tx: Db, id: string) {
  const [row] = await tx
    .select({ userId: submissions.userId, code: submissions.code })
    .from(submissions)
    .where(eq(submissions.id, id));
  return row ?? null;
}

export async function listTests(tx: Db, runIds: string[]) {
  if (runIds.length === 0) return [];
  return tx
    .select()
    .from(testResults)
    .where(inArray(testResults.runId, runIds))
    .orderBy(testResults.runId, testResults.position);
}

/** All runs of a submission, newest first, for staff. */
export async function listRuns(tx: Db, submissionId: string) {
  return tx
    .select()
    .from(gradingRuns)
    .where(eq(gradingRuns.submissionId, submissionId))
    .orderBy(desc(gradingRuns.startedAt));
}

/** As `state < 'completed'`, in the words of the queue's own index: a page that waits asks again and again. */
const isLive = sql`state in ('created', 'retry', 'active')`;

/** Jobs of these submissions that wait or are at work, and their places. */
export async function listLiveJobs(tx: Db, submissionIds: string[]) {
  const rows = await tx.execute<Place & { submission: string; active: boolean }>(sql`
    select submission, active, ahead::int, own::int, held from (
      select data ->> 'submissionId' as submission, state = 'active' as active,
        row_number() over (partition by name order by (state = 'active') desc, priority desc, created_on, id) - 1 as ahead,
        row_number() over (partition by name, coalesce(group_id, id::text)
          order by (state = 'active') desc, priority desc, created_on, id) - 1 as own,
        name = 'grade' and bool_or(name = 'train' and state = 'active') over (partition by coalesce(group_id, id::text))
          as held
      from pgboss.job where name in ('grade', 'train') and ${isLive}
    ) live
    where submission in (${sql.join(
      submissionIds.map((id) => sql`${id}`),
      sql`, `,
    )})`);
  return new Map(rows.map(({ submission, ...place }) => [submission, place]));
}

/** What an estimate of the wait needs. */
export async function readQueueFacts(tx: Db, now: Date): Promise<QueueFacts> {
  const rows = await tx.execute<{ name: string; live: number; active: number }>(sql`
    select name, count(*)::int as live, (count(*) filter (where state = 'active'))::int as active
    from pgboss.job where name in ('grade', 'train', 'regrade', 'verify') and ${isLive}
    group by name`);
  const of = (name: string) => rows.find((row) => row.name === name) ?? { live: 0, active: 0 };
  return {
    graders: await countGraders(tx, now),
    recentSeconds: await readRecentSeconds(tx),
    live: { grade: of('grade').live, train: of('train').live },
    background: of('verify').active + of('regrade').active,
  };
}

/** As `queueFor` decides, of a submission `s` and what its version says of training. */
const trainedHere = sql`coalesce(version.train = 'server' or (version.train = 'browser' and s.weights is null), false)`;

/** Half of the latest 40 runs of each kind took less; of kinds that are among the latest 250. */
async function readRecentSeconds(tx: Db): Promise<QueueFacts['recentSeconds']> {
  const rows = await tx.execute<{ trained: boolean; seconds: number }>(sql`
    with version as materialized (select id, manifest ->> 'train' as train from assignment_versions),
    latest as (
      select submission_id, started_at, extract(epoch from finished_at - started_at)::float8 as seconds
      from grading_runs where kind = 'grade' and outcome = 'graded' and regrade_id is null
      order by started_at desc limit 250
    )
    select trained, percentile_cont(0.5) within group (order by seconds) as seconds from (
      select ${trainedHere} as trained, l.seconds,
        row_number() over (partition by ${trainedHere} order by l.started_at desc) as age
      from latest l join submissions s on s.id = l.submission_id join version on version.id = s.version_id
    ) run where age <= 40 group by trained`);
  const of = (trained: boolean) => rows.find((row) => row.trained === trained)?.seconds ?? null;
  return { grade: of(false), train: of(true) };
}

/** Graders heard from lately. */
export async function listGraders(tx: Db, now: Date) {
  return tx.select().from(graders).where(isAlive(now));
}

/** Asked with every page: the table has a row a grader. */
export async function hasGraderOfTier(tx: Db, tier: string, now: Date): Promise<boolean> {
  const where = and(eq(graders.tier, tier), isAlive(now));
  return (await tx.select({ id: graders.id }).from(graders).where(where).limit(1)).length > 0;
}

const isAlive = (now: Date) => gte(graders.seenAt, new Date(now.getTime() - graderSilenceSeconds * 1000));

export async function countGraders(tx: Db, now: Date): Promise<number> {
  return (await listGraders(tx, now)).length;
}

/** Jobs that a student waits for, and for how long the first of them has waited. */
export async function readQueueLength(tx: Db): Promise<{ waiting: number; oldestSeconds: number }> {
  const [row] = await tx.execute<{ waiting: number; oldest: number }>(sql`
    select count(*)::int as waiting, coalesce(extract(epoch from now() - min(created_on)), 0)::float8 as oldest
    from pgboss.job where name in ('grade', 'train') and state < 'active'`);
  return { waiting: row?.waiting ?? 0, oldestSeconds: Math.round(row?.oldest ?? 0) };
}

/** Null where the person is deactivated; another number once their sessions were ended. */
export async function findSessionVersion(tx: Db, userId: string): Promise<number | null> {
  const [row] = await tx
    .select({ version: users.sessionVersion })
    .from(users)
    .where(and(eq(users.id, userId), isNull(users.deactivatedAt)));
  return row?.version ?? null;
}
