import { and, asc, desc, eq, inArray, isNull } from 'drizzle-orm';
import { type Db, sql } from '#db/client.ts';
import { assignmentVersions } from '#db/schema/assignments.ts';
import { gradingRuns, regradeSubmissions, regrades, submissions } from '#db/schema/grading.ts';
import type { RegradeNote, RegradeRow } from '#lib/grading/core/regrade.ts';
import { appliedAt, counts, speakingRun } from './grading.ts';

/** Makes those who start regrades of an assignment wait for each other until the transaction ends. */
export async function lockRegrades(tx: Db, slug: string): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`regrade:${slug}`}, 0))`);
}

const isOpen = and(isNull(regrades.publishedAt), isNull(regrades.discardedAt));

export async function findOpenRegrade(tx: Db, slug: string) {
  const [row] = await tx
    .select({ id: regrades.id })
    .from(regrades)
    .where(and(eq(regrades.slug, slug), isOpen));
  return row ?? null;
}

/** Regrades that were neither published nor discarded, oldest first. */
export async function listOpenRegrades(tx: Db) {
  return tx
    .select({ id: regrades.id, createdAt: regrades.createdAt })
    .from(regrades)
    .where(isOpen)
    .orderBy(asc(regrades.createdAt));
}

/** The version a grader grades with; null once the regrade was published or discarded. */
export async function findRegradeToDo(tx: Db, id: string) {
  const [row] = await tx
    .select({ id: regrades.id, versionId: regrades.versionId })
    .from(regrades)
    .where(and(eq(regrades.id, id), isOpen));
  return row ?? null;
}

/** Submissions to an assignment whose grading has ended, with the points they have. */
export async function listRegradable(tx: Db, slug: string) {
  const run = speakingRun(tx);
  return tx
    .select({ id: submissions.id, userId: submissions.userId, createdAt: submissions.createdAt, points: run.points })
    .from(submissions)
    .innerJoinLateral(run, sql`true`)
    .where(and(eq(submissions.slug, slug), sql`${run.outcome} is not null`));
}

export async function insertRegrade(tx: Db, row: typeof regrades.$inferInsert, covered: string[]): Promise<string> {
  const [inserted] = await tx.insert(regrades).values(row).returning({ id: regrades.id });
  if (!inserted) throw new Error('The regrade was not inserted.');
  const regradeId = inserted.id;
  await tx.insert(regradeSubmissions).values(covered.map((submissionId) => ({ regradeId, submissionId })));
  return regradeId;
}

const columns = {
  id: regrades.id,
  slug: regrades.slug,
  reason: regrades.reason,
  createdAt: regrades.createdAt,
  publishedAt: regrades.publishedAt,
  policy: regrades.policy,
  discardedAt: regrades.discardedAt,
  version: assignmentVersions.version,
  manifest: assignmentVersions.manifest,
};

export async function listAllRegrades(tx: Db) {
  return tx
    .select({ ...columns, covered: tx.$count(regradeSubmissions, eq(regradeSubmissions.regradeId, regrades.id)) })
    .from(regrades)
    .innerJoin(assignmentVersions, eq(assignmentVersions.id, regrades.versionId))
    .orderBy(desc(regrades.createdAt), desc(regrades.id));
}

export async function findRegrade(tx: Db, id: string) {
  const [row] = await tx
    .select(columns)
    .from(regrades)
    .innerJoin(assignmentVersions, eq(assignmentVersions.id, regrades.versionId))
    .where(eq(regrades.id, id));
  return row ?? null;
}
export type RegradeRecord = NonNullable<Awaited<ReturnType<typeof findRegrade>>>;

/** Nobody else ends this regrade, or asks for its jobs again, until the transaction ends. */
export async function lockRegrade(tx: Db, id: string): Promise<void> {
  await tx.select({ id: regrades.id }).from(regrades).where(eq(regrades.id, id)).for('update');
}

/** The run that a regrade made of a submission: its result, or else its newest. `s` is the submission. */
const regradedRun = (regradeId: ReturnType<typeof sql>) => sql`
  select r.outcome, r.points, r.max_points from ${gradingRuns} r
  where r.submission_id = s.id and r.regrade_id = ${regradeId}
  order by coalesce(r.outcome <> 'infra_error', false) desc, r.started_at desc limit 1`;

/** The result that spoke before a regrade took effect at `until`, or that speaks now where it has not. */
const runBefore = (regradeId: ReturnType<typeof sql>, until: ReturnType<typeof sql>) => sql`
  select r.points, r.max_points from ${gradingRuns} r
  where r.submission_id = s.id and r.kind = 'grade' and r.points is not null and ${counts('r')}
    and r.regrade_id is distinct from ${regradeId} and r.started_at < ${until}
    and coalesce(${appliedAt('r')}, '-infinity') < ${until}
  order by ${appliedAt('r')} desc nulls last, r.started_at desc limit 1`;

/** Every submission to the assignment by the students whom the regrade covers, in the order they were handed in. */
export async function listRegradeRows(tx: Db, regrade: RegradeRecord): Promise<RegradeRow[]> {
  const ended = regrade.publishedAt ?? regrade.discardedAt;
  const until = sql`coalesce(${ended?.toISOString() ?? null}::timestamptz, 'infinity')`;
  const id = sql`${regrade.id}::uuid`;
  type Row = Omit<RegradeRow, 'createdAt'> & { createdAt: string | Date };
  const rows = await tx.execute<Row>(sql`
    select s.id as "submissionId", s.user_id as "userId", u.name, s.created_at as "createdAt",
      old.points as before, old.max_points as "beforeMax", new.points as after, new.max_points as "afterMax",
      given.points as "setGrade",
      case when c.submission_id is null then 'none' when new.points is not null then 'finished'
        when live.submission is not null then 'unfinished' else 'failed' end as state
    from submissions s
    join users u on u.id = s.user_id
    left join regrade_submissions c on c.submission_id = s.id and c.regrade_id = ${id}
    left join (
      select distinct data ->> 'submissionId' as submission from pgboss.job
      where name = 'regrade' and state < 'completed' and data ->> 'regradeId' = ${regrade.id}
    ) live on live.submission = s.id::text
    left join lateral (${runBefore(id, until)}) old on true
    left join lateral (${regradedRun(id)}) new on true
    left join lateral (
      select o.points from grade_overrides o
      where o.user_id = s.user_id and o.slug = s.slug and o.created_at < ${until}
        and coalesce(o.withdrawn_at, 'infinity') >= ${until}
      order by o.created_at desc limit 1
    ) given on true
    where s.slug = ${regrade.slug} and s.created_at < ${until} and s.user_id in (
      select x.user_id from regrade_submissions y join submissions x on x.id = y.submission_id where y.regrade_id = ${id})
    order by s.created_at, s.id`);
  return rows.map((row) => ({ ...row, createdAt: new Date(row.createdAt) }));
}

type End = Partial<
  Pick<typeof regrades.$inferInsert, 'publishedAt' | 'publishedBy' | 'policy' | 'discardedAt' | 'discardedBy'>
>;

export async function endRegrade(tx: Db, id: string, end: End): Promise<void> {
  await tx.update(regrades).set(end).where(eq(regrades.id, id));
}

/** From now on these results of the regrade count. */
export async function applyRegrade(tx: Db, regradeId: string, submissionIds: string[], at: Date): Promise<void> {
  if (submissionIds.length === 0) return;
  await tx
    .update(regradeSubmissions)
    .set({ appliedAt: at })
    .where(and(eq(regradeSubmissions.regradeId, regradeId), inArray(regradeSubmissions.submissionId, submissionIds)));
}

/** What published regrades did to a submission, newest first. */
export async function listRegradeNotes(tx: Db, submissionId: string): Promise<RegradeNote[]> {
  type Row = Omit<RegradeNote, 'at'> & { at: string | Date };
  const rows = await tx.execute<Row>(sql`
    select g.published_at as at, g.reason, c.applied_at is not null as applied,
      old.points as before, old.max_points as "beforeMax", new.points as after, new.max_points as "afterMax"
    from regrade_submissions c
    join regrades g on g.id = c.regrade_id
    join submissions s on s.id = c.submission_id
    left join lateral (${runBefore(sql`g.id`, sql`g.published_at`)}) old on true
    join lateral (${regradedRun(sql`g.id`)}) new on new.points is not null
    where c.submission_id = ${submissionId} and g.published_at is not null
    order by g.published_at desc`);
  return rows.map((row) => ({ ...row, at: new Date(row.at) }));
}
