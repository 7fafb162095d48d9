import { sql } from 'drizzle-orm';
import {
  boolean,
  check,
  doublePrecision,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import type { Outcome, RunKind, RunNote } from '#lib/grading/core/outcome.ts';
import { assignmentVersions } from './assignments.ts';
import { users } from './auth.ts';
import { bytea, id, instant } from './columns.ts';
import { items } from './items.ts';

/** What a student handed in. Never changed. */
export const submissions = pgTable(
  'submissions',
  {
    id: id(),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id),
    slug: text('slug')
      .notNull()
      .references(() => items.slug),
    versionId: uuid('version_id')
      .notNull()
      .references(() => assignmentVersions.id),
    code: text('code').notNull(),
    /** safetensors; null lets the server train. */
    weights: bytea('weights'),
    /** What the student calls the run: "run 4, validation 0.93". Shown back, never believed. */
    label: text('label'),
    idempotencyKey: text('idempotency_key').notNull(),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [
    unique('submissions_idempotency').on(t.userId, t.slug, t.idempotencyKey),
    index('submissions_student').on(t.userId, t.slug, t.createdAt),
    index('submissions_slug').on(t.slug, t.createdAt),
    check('submissions_code_size', sql`octet_length(${t.code}) <= 65536`),
  ],
);

/** Grading again after a grader or a data set was mended: a draft that staff look at, then publish or discard. */
export const regrades = pgTable(
  'regrades',
  {
    id: id(),
    slug: text('slug')
      .notNull()
      .references(() => items.slug),
    /** Grade with this version's data and rules. */
    versionId: uuid('version_id')
      .notNull()
      .references(() => assignmentVersions.id),
    /** What students read: what was wrong, and what was mended. */
    reason: text('reason').notNull(),
    createdAt: instant('created_at').notNull(),
    createdBy: uuid('created_by').references(() => users.id),
    publishedAt: instant('published_at'),
    publishedBy: uuid('published_by').references(() => users.id),
    /** Decided at publishing: whether a new result may be lower than the old. */
    policy: text('policy').$type<'never_lower' | 'as_is'>(),
    discardedAt: instant('discarded_at'),
    discardedBy: uuid('discarded_by').references(() => users.id),
  },
  (t) => [
    index('regrades_slug').on(t.slug, t.createdAt),
    check('regrades_reason', sql`length(${t.reason}) between 1 and 2000`),
    check('regrades_policy', sql`${t.policy} in ('never_lower', 'as_is')`),
    check('regrades_published', sql`(${t.publishedAt} is null) = (${t.policy} is null)`),
    check('regrades_end', sql`${t.publishedAt} is null or ${t.discardedAt} is null`),
  ],
);

/** Which submissions a regrade covers, and for which of them its result took the place of the old one. */
export const regradeSubmissions = pgTable(
  'regrade_submissions',
  {
    regradeId: uuid('regrade_id')
      .notNull()
      .references(() => regrades.id),
    submissionId: uuid('submission_id')
      .notNull()
      .references(() => submissions.id),
    appliedAt: instant('applied_at'),
  },
  (t) => [
    primaryKey({ columns: [t.regradeId, t.submissionId] }),
    index('regrade_submissions_submission').on(t.submissionId, t.regradeId),
  ],
);

/**
 * One attempt of the grader at one submission. `grade` rows decide the grade, `verify` rows say whether the server,
 * training the same code itself, agrees. State is in the timestamps: no `finishedAt`, not finished.
 */
export const gradingRuns = pgTable(
  'grading_runs',
  {
    id: id(),
    submissionId: uuid('submission_id')
      .notNull()
      .references(() => submissions.id),
    kind: text('kind').$type<RunKind>().notNull(),
    startedAt: instant('started_at').notNull(),
    finishedAt: instant('finished_at'),
    outcome: text('outcome').$type<Outcome>(),
    points: doublePrecision('points'),
    maxPoints: doublePrecision('max_points'),
    /** The shown metric, from the public-test split. The private one lives in the schema `hidden`. */
    publicScore: doublePrecision('public_score'),
    /** One of a fixed vocabulary, with the sentence a student reads made from it. */
    note: jsonb('note').$type<RunNote>(),
    /** Console of the run on visible data only; what student code prints near hidden data is discarded. */
    log: text('log'),
    /** False where the Ladder found no measurable gain: then `publicScore` is the best so far, not this run's. */
    improved: boolean('improved'),
    isolate: text('isolate'),
    /** The isolate's tier; `unsafe` where staff overrode the self-test. */
    tier: text('tier'),
    grader: text('grader'),
    /** The version whose data and rules graded it, where that is not the submission's own: a regrade. */
    versionId: uuid('version_id').references(() => assignmentVersions.id),
    /** Set on the runs of a regrade: they count once the regrade is published and applied to the submission. */
    regradeId: uuid('regrade_id').references(() => regrades.id),
    /** The queue's job that asked for this run. A job has at most one result, however often it is delivered. */
    jobId: uuid('job_id'),
    /** For staff: stack of an infrastructure failure, or why verification disagrees. Never shown to students. */
    staffNote: text('staff_note'),
  },
  (t) => [
    index('grading_runs_submission').on(t.submissionId, t.startedAt),
    index('grading_runs_finished').on(t.finishedAt),
    // What waits for staff: failures of ours, and what verification found. Of half a year, among many times as many.
    index('grading_runs_failed').on(t.finishedAt).where(sql`${t.kind} = 'grade' and ${t.outcome} = 'infra_error'`),
    index('grading_runs_verified').on(t.finishedAt).where(sql`${t.kind} = 'verify'`),
    // The newest results: what an estimate of the wait is made from.
    index('grading_runs_graded')
      .on(t.startedAt)
      .where(sql`${t.kind} = 'grade' and ${t.outcome} = 'graded' and ${t.regradeId} is null`),
    index('grading_runs_regrade').on(t.regradeId).where(sql`${t.regradeId} is not null`),
    uniqueIndex('grading_runs_one_result').on(t.jobId).where(sql`${t.outcome} <> 'infra_error'`),
    check('grading_runs_kind', sql`${t.kind} in ('grade', 'verify')`),
    check(
      'grading_runs_outcome',
      sql`${t.outcome} in ('graded', 'student_error', 'timeout', 'out_of_memory', 'infra_error')`,
    ),
    check('grading_runs_finished', sql`(${t.finishedAt} is null) = (${t.outcome} is null)`),
    check('grading_runs_points', sql`${t.points} between 0 and ${t.maxPoints}`),
    check(
      'grading_runs_scored',
      sql`(${t.outcome} = 'infra_error') = (${t.points} is null) or ${t.outcome} is null or ${t.kind} = 'verify'`,
    ),
  ],
);

export const testResults = pgTable(
  'test_results',
  {
    runId: uuid('run_id')
      .notNull()
      .references(() => gradingRuns.id),
    position: integer('position').notNull(),
    name: text('name').notNull(),
    passed: boolean('passed').notNull(),
    points: doublePrecision('points').notNull(),
    maxPoints: doublePrecision('max_points').notNull(),
    message: text('message').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.runId, t.position] }),
    check('test_results_points', sql`${t.points} between 0 and ${t.maxPoints}`),
  ],
);

/** Graders alive: each says so every few seconds, and health counts those heard from lately. */
export const graders = pgTable('graders', {
  id: id(),
  /** Host name and process id. */
  name: text('name').notNull(),
  isolate: text('isolate').notNull(),
  tier: text('tier').notNull(),
  /** Processes that are up and wait for a submission. */
  warm: integer('warm').notNull().default(0),
  startedAt: instant('started_at').notNull(),
  seenAt: instant('seen_at').notNull(),
});
