import { sql } from 'drizzle-orm';
import { check, doublePrecision, integer, pgSchema, pgView, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { assignmentVersions } from './assignments.ts';
import { users } from './auth.ts';
import { bytea, instant } from './columns.ts';
import { gradingRuns } from './grading.ts';

/** Everything the web role may not read. It has no USAGE on this schema: a test proves "permission denied". */
export const hidden = pgSchema('hidden');

/** The deployment's secret, from which every hidden split is drawn. */
export const deployment = hidden.table(
  'deployment',
  {
    id: integer('id').primaryKey().default(1),
    seed: text('seed').notNull(),
    createdAt: instant('created_at').notNull().defaultNow(),
  },
  (t) => [check('deployment_single', sql`${t.id} = 1`)],
);

/** Inputs and labels apart: the sandbox is given the first, only the grader's own process reads the second. */
export const hiddenSplits = hidden.table(
  'splits',
  {
    versionId: uuid('version_id')
      .notNull()
      .references(() => assignmentVersions.id),
    split: text('split').$type<'public' | 'private'>().notNull(),
    rows: integer('rows').notNull(),
    sha256: text('sha256').notNull(),
    /** gzip of a safetensors file with `x`. */
    inputs: bytea('inputs').notNull(),
    /** gzip of a safetensors file with `y`. */
    labels: bytea('labels').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.versionId, t.split] }),
    check('splits_split', sql`${t.split} in ('public', 'private')`),
  ],
);

/** The exact metrics of a run; a student sees the private one only once the assignment is released. */
export const metrics = hidden.table(
  'metrics',
  {
    runId: uuid('run_id')
      .notNull()
      .references(() => gradingRuns.id),
    split: text('split').$type<'public' | 'private'>().notNull(),
    metric: text('metric').notNull(),
    value: doublePrecision('value').notNull(),
  },
  (t) => [primaryKey({ columns: [t.runId, t.split, t.metric] })],
);

/**
 * The best public result that a student has been shown, for each version: what the Ladder compares with. The losses are
 * those of its rows, in the split's order, as float32.
 */
export const ladder = hidden.table(
  'ladder',
  {
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id),
    versionId: uuid('version_id')
      .notNull()
      .references(() => assignmentVersions.id),
    runId: uuid('run_id')
      .notNull()
      .references(() => gradingRuns.id),
    /** The metric as shown. */
    score: doublePrecision('score').notNull(),
    losses: bytea('losses').notNull(),
  },
  (t) => [primaryKey({ columns: [t.userId, t.versionId] })],
);

/**
 * The private metrics of released assignments of those who can no longer hand in, and of no others: whoever could would
 * learn to fit the private data. That holds also where staff gave more time after the release. A view reads with its
 * owner's rights, so the web role sees these rows without any right on the schema `hidden`.
 */
export const releasedMetrics = pgView('released_metrics', {
  runId: uuid('run_id').notNull(),
  metric: text('metric').notNull(),
  value: doublePrecision('value').notNull(),
}).as(sql`
  select m.run_id, m.metric, m.value
  from hidden.metrics m
  join grading_runs r on r.id = m.run_id
  join submissions s on s.id = r.submission_id
  join items a on a.slug = s.slug
  left join lateral (
    select e.closes_at from extensions e
    where e.slug = s.slug and e.user_id = s.user_id and e.withdrawn_at is null
    order by e.granted_at desc limit 1
  ) own on true
  where m.split = 'private' and a.released_at <= now() and greatest(a.closes_at, own.closes_at) <= now()
`);
