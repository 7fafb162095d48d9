import { fromDrizzle, type JobInsert, PgBoss, type SendOptions, type WorkOptions } from 'pg-boss';
import { type Db, sql } from '#db/client.ts';

/**
 * `grade`: a student waits. `train`: the server trains first, then grades. `regrade` and `verify`: nobody waits. What a
 * demo's classmates handed in is in `regrade` too, without one: at a lower priority, graded when there is time.
 */
export const queues = { grade: 'grade', train: 'train', regrade: 'regrade', verify: 'verify' } as const;
export type Queue = (typeof queues)[keyof typeof queues];

/** A grader that falls silent for this long has died: its job goes to another. */
const heartbeatSeconds = 10;

/** How often a job may fail by an error of ours before staff are told. */
export const triesOfAJob = 4;

/**
 * Options of every queue. A job that failed, or whose grader died, is tried again, later each time. The limit also ends
 * one that kills its graders; it is far above `triesOfAJob`, so that innocent jobs outlive a bad night. Whether a grader
 * is still at work, its heartbeat alone says: a training ends by its own clock, which stands still while grades go first,
 * and the queue's, which does not, is as long as the queue allows. No job is thrown away for having waited.
 */
export const queueOptions = {
  notify: true,
  retryLimit: 12,
  retryDelay: 1,
  retryBackoff: true,
  retryDelayMax: 8,
  expireInSeconds: 24 * 3600,
  retentionSeconds: 10 * 365 * 24 * 3600,
  heartbeatSeconds,
} as const;

/** Gives jobs that were sent with other options, by an older version, how long they are kept and may take now. */
export async function renewJobs(tx: Db): Promise<void> {
  const { expireInSeconds: expire, retentionSeconds: keep } = queueOptions;
  await tx.execute(sql`update pgboss.job
    set expire_seconds = ${expire}, keep_until = start_after + make_interval(secs => ${keep})
    where name in ${Object.values(queues)} and state < 'completed'
      and (expire_seconds <> ${expire} or keep_until < start_after + make_interval(secs => ${keep}))`);
}

/**
 * One running job a student, on all graders together: who sends much waits for himself. So a queue mostly gives them out;
 * `takeTurn` sees to it that it is so.
 */
export const oneAPerson = { groupConcurrency: 1 } as const;

/**
 * Makes all that hands in, steps back or takes this person's jobs wait for each other until the transaction ends: attempts
 * are counted and jobs are put in order by one at a time.
 */
export async function lockPerson(tx: Db, userId: string): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`person:${userId}`}, 0))`);
}

/** How long a job is left where it is after it was taken too early. */
const heldBackSeconds = 2;

/**
 * Whether a job that was just taken may be done now: not while another of the same person is at work, in whatever queue.
 * A queue gives out one at a time only as far as it sees: two graders may each take one at the same moment, and other
 * queues it does not look at. Of those the first in line stays; the others go back to their places, and lose no try.
 * False also where the job is another grader's by now.
 */
export async function takeTurn(db: Db, { id, retryCount }: Pick<QueuedJob, 'id' | 'retryCount'>): Promise<boolean> {
  return db.transaction(async (tx) => {
    const ours = sql`id = ${id} and state = 'active' and retry_count = ${retryCount}`;
    const [job] = await tx.execute<{ person: string | null }>(
      sql`select group_id as person from pgboss.job where ${ours}`,
    );
    if (!job) return false;
    if (job.person === null) return true;
    await lockPerson(tx, job.person);
    // Whose heart has beaten since it was taken has had its turn.
    const [other] = await tx.execute(sql`select from pgboss.job other join pgboss.job own on own.id = ${id}
      where other.group_id = ${job.person} and other.state = 'active' and other.id <> own.id
        and (other.heartbeat_on is distinct from other.started_on
          or (other.priority, own.created_on, own.id) > (own.priority, other.created_on, other.id))
      limit 1`);
    // The number of an attempt stays its own, so what is counted as a try is allowed for.
    await tx.execute(
      other
        ? sql`update pgboss.job set state = 'retry', heartbeat_on = null, retry_limit = retry_limit + 1,
            start_after = clock_timestamp() + make_interval(secs => ${heldBackSeconds}) where ${ours}`
        : sql`update pgboss.job set heartbeat_on = clock_timestamp() where ${ours}`,
    );
    return !other;
  });
}

/**
 * Lets a student's newest job go before the older ones that still wait, which fall by one step each: so every student's
 * newest is graded before anybody's second newest, and all are graded in the end. Comes before the new job is sent.
 */
export async function stepBack(tx: Db, userId: string): Promise<void> {
  await tx.execute(sql`update pgboss.job set priority = priority - 1
    where name in ('grade', 'train') and state < 'active' and group_id = ${userId}`);
}

/** The schema belongs to the owner, who makes it in `db/migrate.ts`: no other role can. */
const asTenant = { schema: 'pgboss', migrate: false, createSchema: false, schedule: false, reindex: false } as const;

/**
 * Puts a job into a queue as part of the caller's transaction: it exists when, and only when, that commits.
 * @returns the job's id
 */
export async function sendJob(tx: Db, queue: Queue, data: object, options: SendOptions = {}): Promise<string> {
  const db = fromDrizzle(tx, sql);
  return withSender(tx, async (boss) => {
    const id = await boss.send(queue, data, { ...options, db });
    if (!id) throw new Error(`Queue ${queue} did not take the job.`);
    return id;
  });
}

/** The same for many jobs of a queue, in one statement. */
export async function sendJobs(tx: Db, queue: Queue, jobs: JobInsert[]): Promise<void> {
  if (jobs.length === 0) return;
  const db = fromDrizzle(tx, sql);
  await withSender(tx, async (boss) => {
    const ids = await boss.insert(queue, jobs, { db, returnId: true });
    if (ids?.length !== jobs.length) throw new Error(`Queue ${queue} did not take all jobs.`);
  });
}

/** One for each call: an instance keeps reading its queues, and this transaction will be gone. Takes milliseconds. */
async function withSender<T>(tx: Db, send: (boss: PgBoss) => Promise<T>): Promise<T> {
  const db = fromDrizzle(tx, sql);
  const boss = new PgBoss({ ...asTenant, db, supervise: false, useListenNotify: false, registerInstance: false });
  try {
    await boss.start();
    return await send(boss);
  } finally {
    await boss.stop({ graceful: false, close: false });
  }
}

/** What a handler is told about its job. `signal` aborts when the job is taken away or the grader stops. */
export type QueuedJob = { id: string; data: unknown; retryCount: number; signal: AbortSignal };

export type JobQueue = {
  /** Calls `handler` for every job, one at a time unless `options.localConcurrency` says more. A throw means retry. */
  work: (queue: Queue, options: WorkOptions, handler: (job: QueuedJob) => Promise<void>) => Promise<void>;
  /** Waiting jobs of a queue that could run now. */
  boss: PgBoss;
  /** Takes no more jobs and lets those that run finish, at most `timeoutMs`. */
  stop: (timeoutMs?: number) => Promise<void>;
};

/** Opens the queue to take jobs, under the grader's role. New jobs arrive by notification, within milliseconds. */
export async function openQueue(databaseUrl: string, onError: (error: Error) => void): Promise<JobQueue> {
  const boss = new PgBoss({
    ...asTenant,
    connectionString: databaseUrl,
    application_name: 'course queue',
    max: 4,
    useListenNotify: true,
    registerInstance: false,
    superviseIntervalSeconds: 5,
    monitorIntervalSeconds: 5,
    monitorVacuum: false,
  });
  boss.on('error', onError);
  await boss.start();
  return {
    boss,
    work: async (queue, options, handler) => {
      const id = await boss.work<unknown, void>(
        queue,
        { ...options, batchSize: 1, includeMetadata: true },
        async (jobs) => {
          for (const job of jobs) await handler(job);
          boss.notifyWorker(id); // one that had work looks again at once: more may wait
        },
      );
    },
    stop: (timeoutMs = 1000) => boss.stop({ graceful: true, timeout: timeoutMs }),
  };
}
