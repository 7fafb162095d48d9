import { and, asc, desc, eq, isNull, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { Db } from '#db/client.ts';
import { users } from '#db/schema/auth.ts';
import { drafts } from '#db/schema/drafts.ts';
import { gradeOverrides } from '#db/schema/gradebook.ts';
import type { Override, WrittenFacts } from '#lib/gradebook/core.ts';
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
  const whose = userId === null ? sql`true` : sql`s.user_id = ${userId}`;
  const rows = await tx.execute<Omit<CellRow, 'createdAt'> & { createdAt: string | Date }>(sql`
    with speaking as (
      select distinct on (run.submission_id) run.submission_id, run.id, run.outcome, run.points, run.public_score
      from grading_runs run join submissions s on s.id = run.submission_id
      where ${whose} and run.kind = 'grade' and ${counts('run')}
        and (run.outcome is distinct from 'infra_error' or not ${hasOtherJob(sql`run.submission_id`, sql`run.job_id`)})
      order by run.submission_id, coalesce(run.outcome <> 'infra_error', false) desc,
        ${appliedAt('run')} desc nulls last, run.started_at desc
    )
    select distinct on (user_id, slug)
      user_id as "userId", slug, id as "submissionId", created_at as "createdAt", outcome, points,
      public_score as "publicScore",
      (count(*) over cell)::int as attempts,
      (count(*) filter (where outcome is null) over cell)::int as waiting,
      (count(*) filter (where outcome is null and run is not null) over cell)::int as running
    from (
      select s.user_id, s.slug, s.id, s.created_at, r.id as run, r.outcome, r.points, r.public_score
      from submissions s left join speaking r on r.submission_id = s.id
      where ${whose}
    ) each
    window cell as (partition by user_id, slug)
    order by user_id, slug, points desc nulls last, created_at desc, id desc`);
  return rows.map((row) => ({ ...row, createdAt: new Date(row.createdAt) }));
}

export type WrittenCellRow = WrittenFacts & { userId: string; slug: string };

type Spoken = NonNullable<WrittenFacts['review']>;

/** The review in columns of its own: thousands of small JSON objects cost more than all the rest. */
type RawWrittenCell = Omit<WrittenCellRow, 'submittedAt' | 'firstSubmittedAt' | 'dueAt' | 'review'> &
  Omit<Spoken, 'number'> & {
    reviewed: number | null;
    submittedAt: string | null;
    firstSubmittedAt: string | null;
    dueAt: string;
  };

/**
 * One row for every author and piece of writing: its newest version and the review that speaks. One query.
 * @param userId only this person's
 */
export async function listWrittenCells(tx: Db, userId: string | null): Promise<WrittenCellRow[]> {
  const rows = await tx.execute<RawWrittenCell>(sql`
    with own as materialized (
      select user_id, slug, writing_id from writing_authors
      where ${userId === null ? sql`true` : sql`user_id = ${userId}`}
    ), pieces as materialized (select distinct writing_id as id from own),
    newest as (
      select distinct on (v.writing_id) v.writing_id, v.number, v.submitted_at,
        min(v.submitted_at) over (partition by v.writing_id) as first_at
      from pieces p join writing_versions v on v.writing_id = p.id order by v.writing_id, v.number desc
    ), extended as (
      select distinct on (user_id, slug) user_id, slug, due_at from extensions
      where withdrawn_at is null order by user_id, slug, granted_at desc
    ), dates as (
      select w.writing_id, max(greatest(i.due_at, e.due_at)) as due_at
      from pieces p join writing_authors w on w.writing_id = p.id join items i on i.slug = w.slug
      left join extended e on e.user_id = w.user_id and e.slug = w.slug
      group by w.writing_id
    ), spoken as (
      select distinct on (v.writing_id) v.writing_id, v.number, r.decision, r.mark, r.points
      from pieces p join writing_versions v on v.writing_id = p.id join reviews r on r.version_id = v.id
      order by v.writing_id, v.number desc, r.created_at desc, r.id desc
    )
    select a.user_id as "userId", a.slug, a.writing_id as "writingId", v.number, v.submitted_at as "submittedAt",
      v.first_at as "firstSubmittedAt", d.due_at as "dueAt", r.number as reviewed, r.decision, r.mark, r.points
    from own a
    join dates d on d.writing_id = a.writing_id
    left join newest v on v.writing_id = a.writing_id
    left join spoken r on r.writing_id = a.writing_id`);
  const date = (value: string | null) => (value === null ? null : new Date(value));
  return rows.map(({ reviewed, decision, mark, points, ...row }) => ({
    ...row,
    review: reviewed === null ? null : { number: reviewed, decision, mark, points },
    submittedAt: date(row.submittedAt),
    firstSubmittedAt: date(row.firstSubmittedAt),
    dueAt: new Date(row.dueAt),
  }));
}

/** Who has begun to write for which item, and has no piece of writing there yet. @param userId only this person's */
export async function listBegun(tx: Db, userId: string | null): Promise<{ userId: string; slug: string }[]> {
  return tx.execute<{ userId: string; slug: string }>(sql`
    select distinct user_id as "userId", split_part(place, ':', 2) as slug from ${drafts}
    where place like 'writing:%' and text <> '' and ${userId === null ? sql`true` : sql`user_id = ${userId}`}
      and not exists (
        select from writing_authors a where a.user_id = ${drafts}.user_id and a.slug = split_part(place, ':', 2))`);
}

export type OverrideRow = Override & { id: string; userId: string; slug: string };

/** Grades that staff set, those that count: one a student and item. @param userId only this person's */
export async function listOverrides(tx: Db, userId: string | null): Promise<OverrideRow[]> {
  const rows = await tx
    .selectDistinctOn([gradeOverrides.userId, gradeOverrides.slug], {
      id: gradeOverrides.id,
      userId: gradeOverrides.userId,
      slug: gradeOverrides.slug,
      points: gradeOverrides.points,
      reason: gradeOverrides.reason,
      at: gradeOverrides.createdAt,
      by: users.name,
    })
    .from(gradeOverrides)
    .innerJoin(users, eq(users.id, gradeOverrides.createdBy))
    .where(and(isNull(gradeOverrides.withdrawnAt), userId === null ? undefined : eq(gradeOverrides.userId, userId)))
    .orderBy(gradeOverrides.userId, gradeOverrides.slug, desc(gradeOverrides.createdAt));
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }));
}

/** Every grade that staff set for one cell, also those withdrawn, newest first. */
export async function listOverrideHistory(tx: Db, userId: string, slug: string) {
  const withdrawer = alias(users, 'withdrawer');
  return tx
    .select({
      points: gradeOverrides.points,
      reason: gradeOverrides.reason,
      at: gradeOverrides.createdAt,
      by: users.name,
      withdrawnAt: gradeOverrides.withdrawnAt,
      withdrawnBy: withdrawer.name,
    })
    .from(gradeOverrides)
    .innerJoin(users, eq(users.id, gradeOverrides.createdBy))
    .leftJoin(withdrawer, eq(withdrawer.id, gradeOverrides.withdrawnBy))
    .where(and(eq(gradeOverrides.userId, userId), eq(gradeOverrides.slug, slug)))
    .orderBy(desc(gradeOverrides.createdAt));
}

export async function insertOverride(tx: Db, row: typeof gradeOverrides.$inferInsert): Promise<void> {
  await tx.insert(gradeOverrides).values(row);
}

export async function withdrawOverrides(
  tx: Db,
  userId: string,
  slug: string,
  by: { at: Date; id: string },
): Promise<void> {
  await tx
    .update(gradeOverrides)
    .set({ withdrawnAt: by.at, withdrawnBy: by.id })
    .where(and(eq(gradeOverrides.userId, userId), eq(gradeOverrides.slug, slug), isNull(gradeOverrides.withdrawnAt)));
}

/** Of two who set one grade, the second sees what the first did. */
export async function lockCell(tx: Db, userId: string, slug: string): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`grade:${userId}:${slug}`}, 0))`);
}
