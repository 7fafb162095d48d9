import { isDeepStrictEqual } from 'node:util';
import type { ChaosCourse } from './course.ts';
import { type Order, worth } from './order.ts';

/** What became of everything that the web server took. `lost` to `waiting` should be 0. */
export type Audit = {
  accepted: number;
  graded: number;
  /** Accepted and without a result. */
  lost: number;
  /** More than one result, or more than one submission for one key. */
  twice: number;
  /** Not what these weights are worth, or without the tests of exactly one run. */
  wrong: number;
  /** Runs that nobody ended. */
  open: number;
  /** Jobs that still wait or are said to be at work. */
  waiting: number;
  /** Runs that were cut short: no fault, each was made good by another. */
  cutShort: number;
  /** From the submission to its result, in ms. */
  times: number[];
};

type Row = {
  key: string;
  results: number;
  points: number | null;
  tests: number;
  open: number;
  cut: number;
  ms: number | null;
};

/** Compares what was sent with what the database holds. */
export async function audit(course: ChaosCourse, slugs: string[], accepted: Map<string, Order>): Promise<Audit> {
  const rows = await course.ask(() => readRows(course, slugs));
  const of = (key: string) => rows.filter((row) => row.key === key);
  const graded = [...accepted.keys()].filter((key) => of(key).some((row) => row.results > 0));
  const isRight = ({ key, results, points, tests }: Row) => {
    const order = accepted.get(key);
    return order !== undefined && (results === 0 || isDeepStrictEqual({ points, tests }, worth[order.work]));
  };
  const sum = (value: (row: Row) => number) => rows.reduce((total, row) => total + value(row), 0);
  return {
    accepted: accepted.size,
    graded: graded.length,
    lost: accepted.size - graded.length,
    twice: [...accepted.keys()].filter((key) => of(key).length > 1 || of(key).some((row) => row.results > 1)).length,
    wrong: rows.filter((row) => !isRight(row)).length,
    open: sum((row) => row.open),
    waiting: await course.ask(() => countWaiting(course)),
    cutShort: sum((row) => row.cut),
    times: rows.flatMap((row) => row.ms ?? []),
  };
}

async function readRows({ owner: { client } }: ChaosCourse, slugs: string[]): Promise<Row[]> {
  return client<Row[]>`
    select s.idempotency_key as key,
      (count(r.id) filter (where r.outcome <> 'infra_error'))::int as results,
      (count(r.id) filter (where r.id is not null and r.outcome is null))::int as open,
      (count(r.id) filter (where r.outcome = 'infra_error'))::int as cut,
      max(r.points) filter (where r.outcome = 'graded') as points,
      (select count(*)::int from test_results t join grading_runs o on o.id = t.run_id
        where o.submission_id = s.id and o.kind = 'grade') as tests,
      (extract(epoch from max(r.finished_at) - s.created_at) * 1000)::float8 as ms
    from submissions s left join grading_runs r on r.submission_id = s.id and r.kind = 'grade'
    where s.slug = any(${slugs}) group by s.id`;
}

export type Progress = { graded: number; waiting: number };

/** Submissions with a result, and jobs of theirs that are not settled. */
export async function readProgress(course: ChaosCourse, slugs: string[]): Promise<Progress> {
  return course.ask(async () => {
    const [row] = await course.owner.client<{ graded: number }[]>`select count(distinct s.id)::int as graded
      from grading_runs r join submissions s on s.id = r.submission_id
      where s.slug = any(${slugs}) and r.kind = 'grade' and r.outcome <> 'infra_error'`;
    return { graded: row?.graded ?? 0, waiting: await countWaiting(course) };
  });
}

async function countWaiting({ owner: { client } }: ChaosCourse): Promise<number> {
  const [row] = await client<{ waiting: number }[]>`select count(*)::int as waiting from pgboss.job
    where name in ('grade', 'train') and state < 'completed'`;
  return row?.waiting ?? 0;
}
