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

export type WrittenCellRow = WrittenFacts & { userId: string; slug: string };

type RawWrittenCell = Omit<WrittenCellRow, 'submittedAt' | 'firstSubmittedAt' | 'dueAt'> & {
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
    select a.user_id as "userId", a.slug, a.writing_id as "writingId", v.number, v.submitted_at as "submittedAt",
      v.first_at as "firstSubmittedAt", d.due_at as "dueAt", r.review
    from writing_authors a
    left join lateral (
      select number, submitted_at, min(submitted_at) over () as first_at from writing_versions
      where writing_id = a.writing_id order by number desc limit 1
    ) v on true
    join lateral (
      select max(greatest(i.due_at, e.due_at)) as due_at
      from writing_authors w join items i on i.slug = w.slug
      left join lateral (
        select due_at from extensions x
        where x.user_id = w.user_id and x.slug = w.slug and x.withdrawn_at is null order by x.granted_at desc limit 1
      ) e on true
      where w.writing_id = a.writing_id
    ) d on true
    left join lateral (
      select json_build_object('number', rv.number, 'decision', r.decision, 'mark', r.mark, 'points', r.points) as review
      from reviews r join writing_versions rv on rv.id = r.version_id
      where rv.writing_id = a.writing_id order by rv.number desc, r.created_at desc, r.id desc limit 1
    ) r on true
    where ${userId === null ? sql`true` : sql`a.user_id = ${userId}`}`);
  const date = (value: string | null) => (value === null ? null : new Date(value));
  return rows.map((row) => ({
    ...row,
    submittedAt: date(row.submittedAt),
    firstSubmittedAt: date(row.firstSubmittedAt),
    dueAt: new Date(row.dueAt),
  }));
}

/** Who has begun to write for which item. @param userId only this person's */
export async function listBegun(tx: Db, userId: string | null): Promise<{ userId: string; slug: string }[]> {
  return tx.execute<{ userId: string; slug: string }>(sql`
    select distinct user_id as "userId", split_part(place, ':', 2) as slug from ${drafts}
    where place like 'writing:%' and text <> '' and ${userId === null ? sql`true` : sql`user_id = ${userId}`}`);
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
