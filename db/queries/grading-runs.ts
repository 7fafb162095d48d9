import { and, asc, desc, eq, isNull, lt, lte, ne, sql } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import { assignmentVersions, visibleSplits } from '#db/schema/assignments.ts';
import { graders, gradingRuns, submissions, testResults } from '#db/schema/grading.ts';
import { hiddenSplits, metrics } from '#db/schema/hidden.ts';
import { items } from '#db/schema/items.ts';
import type { Outcome, RunKind, RunNote } from '#lib/grading/core/outcome.ts';
import type { TestView } from '#lib/grading/core/view.ts';
import { speakingRun } from './grading.ts';

/** What only a grader asks and writes: under the role that may read the schema `hidden`. */

/** @param regrade whose version is graded with; null: the submission's own */
export async function findWork(tx: Db, submissionId: string, regrade: { id: string; versionId: string } | null = null) {
  const [row] = await tx
    .select({
      id: submissions.id,
      userId: submissions.userId,
      slug: submissions.slug,
      createdAt: submissions.createdAt,
      /** Whose data and rules grade it. */
      versionId: assignmentVersions.id,
      regradeId: sql<string | null>`${regrade?.id ?? null}::uuid`,
      code: submissions.code,
      weights: submissions.weights,
      manifest: assignmentVersions.manifest,
    })
    .from(submissions)
    .innerJoin(assignmentVersions, eq(assignmentVersions.id, regrade?.versionId ?? submissions.versionId))
    .where(eq(submissions.id, submissionId));
  return row ?? null;
}
export type Work = NonNullable<Awaited<ReturnType<typeof findWork>>>;

export async function jobHasResult(tx: Db, jobId: string): Promise<boolean> {
  return (await tx.$count(gradingRuns, and(eq(gradingRuns.jobId, jobId), ne(gradingRuns.outcome, 'infra_error')))) > 0;
}

export type RunStart = {
  submissionId: string;
  kind: RunKind;
  jobId: string;
  startedAt: Date;
  isolate: string;
  /** Absent for a run that met no isolate. */
  tier?: string;
  grader: string;
  /** Both present on the runs of a regrade. */
  versionId?: string | null;
  regradeId?: string | null;
};

/**
 * Opens a run. A run of the same job that never ended belonged to a grader that died or was given up: it is closed, so
 * that, should its grader wake, it finds nothing to finish. Where that grader is just finishing it, we wait and see.
 * @returns null where the job has its result
 */
export async function startRun(tx: Db, start: RunStart): Promise<string | null> {
  await tx
    .update(gradingRuns)
    .set({ finishedAt: start.startedAt, outcome: 'infra_error', staffNote: lostNote })
    .where(and(eq(gradingRuns.jobId, start.jobId), isNull(gradingRuns.outcome)));
  if (await jobHasResult(tx, start.jobId)) return null;
  const [run] = await tx.insert(gradingRuns).values(start).returning({ id: gradingRuns.id });
  if (!run) throw new Error('The run was not inserted.');
  await notifySubmission(tx, start.submissionId);
  return run.id;
}

const silence = 'The grader fell silent before this run ended.';
const lostNote = sql`coalesce(${gradingRuns.staffNote}, ${silence})`;

export type RunResult = {
  outcome: Outcome;
  points: number | null;
  maxPoints: number | null;
  /** As the student is shown it. */
  publicScore: number | null;
  improved: boolean | null;
  note: RunNote | null;
  log: string | null;
  staffNote: string | null;
  tests: TestView[];
  metrics: { split: 'public' | 'private'; metric: string; value: number }[];
};

/**
 * Closes a run with its tests and metrics, and tells who listens.
 * @returns false where the run was closed already: another grader has taken the job, and its result stands
 */
export async function finishRun(tx: Db, runId: string, finishedAt: Date, result: RunResult): Promise<boolean> {
  const { tests, metrics: measured, ...row } = result;
  const [run] = await tx
    .update(gradingRuns)
    .set({ ...row, finishedAt })
    .where(and(eq(gradingRuns.id, runId), isNull(gradingRuns.outcome)))
    .returning({ submissionId: gradingRuns.submissionId });
  if (!run) return false;
  if (tests.length) await tx.insert(testResults).values(tests.map((test, position) => ({ runId, position, ...test })));
  if (measured.length) await tx.insert(metrics).values(measured.map((metric) => ({ runId, ...metric })));
  await notifySubmission(tx, run.submissionId);
  return true;
}

/** Leaves word for staff on a run that will be tried again. */
export async function noteRun(tx: Db, runId: string, staffNote: string): Promise<void> {
  await tx
    .update(gradingRuns)
    .set({ staffNote })
    .where(and(eq(gradingRuns.id, runId), isNull(gradingRuns.outcome)));
}

/** How many runs of a job failed by an error of ours. One whose grader was killed tells nothing about the job. */
export async function countFailures(tx: Db, jobId: string): Promise<number> {
  return tx.$count(gradingRuns, and(eq(gradingRuns.jobId, jobId), ne(gradingRuns.staffNote, silence)));
}

export async function notifySubmission(tx: Db, submissionId: string): Promise<void> {
  await tx.execute(sql`select pg_notify('submission', ${submissionId})`);
}

/** The student's submissions to an assignment with the points they have, to see which one counts. */
export async function listPoints(tx: Db, userId: string, slug: string, metric: string | null) {
  const run = speakingRun(tx);
  return tx
    .select({
      id: submissions.id,
      createdAt: submissions.createdAt,
      points: run.points,
      regradeId: run.regradeId,
      /** Exact, unlike the one that is shown. */
      publicScore: sql<number | null>`(select ${metrics.value} from ${metrics}
        where ${metrics.runId} = ${run.id} and ${metrics.split} = 'public' and ${metrics.metric} = ${metric})`,
    })
    .from(submissions)
    .leftJoinLateral(run, sql`true`)
    .where(and(eq(submissions.userId, userId), eq(submissions.slug, slug)))
    .orderBy(asc(submissions.createdAt));
}

type Abandoned = {
  id: string;
  kind: RunKind;
  run: string | null;
  job: string;
  note: string | null;
  regradeId: string | null;
  versionId: string | null;
};

/** Submissions whose job has come to its end without a result: nobody will grade or verify them any more. */
export async function listAbandoned(tx: Db, before: Date) {
  return tx.execute<Abandoned>(sql`
    select s.id, case j.name when 'verify' then 'verify' else 'grade' end as kind, r.id as run, j.id as job, r.staff_note as note, g.id as "regradeId", g.version_id as "versionId"
    from pgboss.job j
    join submissions s on s.id = (j.data ->> 'submissionId')::uuid
    left join regrades g on g.id = (j.data ->> 'regradeId')::uuid
    left join grading_runs r on r.job_id = j.id and r.outcome is null
    where j.name in ('grade', 'train', 'regrade', 'verify') and j.state in ('failed', 'cancelled') and j.completed_on < ${before.toISOString()}
      and not exists (select from grading_runs done where done.job_id = j.id and done.outcome is not null and
        done.started_at >= coalesce(r.started_at, '-infinity'))`);
}

/**
 * What a student was shown of a submission's public score, where the metric and the public data of another version are
 * the same. Null where they are not: that score says nothing about the new data.
 */
export async function findShownScore(tx: Db, submissionId: string, versionId: string, metric: string | null) {
  const run = speakingRun(tx);
  const digest = (version: ReturnType<typeof sql>) =>
    sql`(select sha256 from ${hiddenSplits} where split = 'public' and version_id = ${version})`;
  const [row] = await tx
    .select({ publicScore: run.publicScore, improved: run.improved })
    .from(submissions)
    .innerJoinLateral(run, sql`true`)
    .innerJoin(metrics, and(eq(metrics.runId, run.id), eq(metrics.split, 'public'), sql`${metrics.metric} = ${metric}`))
    .where(
      and(
        eq(submissions.id, submissionId),
        sql`${digest(sql`coalesce(${run.versionId}, ${submissions.versionId})`)} = ${digest(sql`${versionId}::uuid`)}`,
      ),
    );
  return row ?? { publicScore: null, improved: null };
}

/** What students most likely hand in now: the newest version of the assignment that opened last and that they train. */
export async function findCurrentVersion(tx: Db, now: Date) {
  const [row] = await tx
    .select({ id: assignmentVersions.id, manifest: assignmentVersions.manifest })
    .from(assignmentVersions)
    .innerJoin(items, eq(items.slug, assignmentVersions.slug))
    .where(
      and(lte(items.opensAt, now), sql`coalesce(${assignmentVersions.manifest} ->> 'train', 'browser') = 'browser'`),
    )
    .orderBy(desc(items.opensAt), desc(assignmentVersions.publishedAt), desc(assignmentVersions.version))
    .limit(1);
  return row ?? null;
}

/** gzip of safetensors, as published. Labels come apart from inputs and are never given to a sandbox. */
export async function readHiddenSplits(tx: Db, versionId: string) {
  return tx.select().from(hiddenSplits).where(eq(hiddenSplits.versionId, versionId)).orderBy(asc(hiddenSplits.split));
}

export async function readVisibleSplits(tx: Db, versionId: string) {
  return tx.select().from(visibleSplits).where(eq(visibleSplits.versionId, versionId));
}

export async function insertGrader(tx: Db, row: typeof graders.$inferInsert): Promise<string> {
  const [inserted] = await tx.insert(graders).values(row).returning({ id: graders.id });
  if (!inserted) throw new Error('The grader was not inserted.');
  return inserted.id;
}

export type Heartbeat = { seenAt: Date; warm: number };

export async function touchGrader(tx: Db, id: string, beat: Heartbeat, forgetBefore: Date): Promise<void> {
  await tx.update(graders).set(beat).where(eq(graders.id, id));
  await tx.delete(graders).where(lt(graders.seenAt, forgetBefore));
}

export async function deleteGrader(tx: Db, id: string): Promise<void> {
  await tx.delete(graders).where(eq(graders.id, id));
}
