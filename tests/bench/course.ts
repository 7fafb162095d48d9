import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { type Connection, connect } from '#db/client.ts';
import type { DatabaseUrls } from '#db/embedded.ts';
import type { User } from '#lib/auth/core.ts';
import type { Context } from '#lib/context.ts';
import type { SubmissionView } from '#lib/grading/core/view.ts';
import { listGradingRuns, submit } from '#lib/grading/server.ts';
import { lookEveryMs, watchSubmission } from '#lib/grading/watch.ts';
import { runGrader } from '#lib/grading/worker.ts';
import { insertPerson } from '../support/tiny-assignment.ts';
import { slug } from './reference.ts';

type Work = { code: string; weights: Uint8Array };

/** A course with one grader at work, and the verbs of its people. */
export type BenchCourse = {
  enrol: (people: number) => Promise<User[]>;
  submit: (user: User, work: Work) => Promise<SubmissionView>;
  /** Settles with the graded submission. @throws where it is not graded within `ms` */
  graded: (user: User, id: string, ms?: number) => Promise<SubmissionView>;
  /** Settles once the server's own training of a submission has ended. */
  verified: (id: string) => Promise<void>;
  /** From the moment a grader took the job to the stored result, in ms. */
  dispatchToStored: (id: string) => Promise<number>;
  /** Steps of the grades since the last call. */
  takeSteps: () => Record<string, number>[];
};

/** Opens the grader and both connections for `body`, and closes them. */
export async function withBenchCourse<T>(urls: DatabaseUrls, body: (course: BenchCourse) => Promise<T>): Promise<T> {
  const steps: Record<string, number>[] = [];
  const onRun = (run: { kind: string; took: Record<string, number> }) => run.kind === 'grade' && steps.push(run.took);
  const stop = new AbortController();
  const ready = Promise.withResolvers<void>();
  const grader = runGrader({ databaseUrl: urls.grader, signal: stop.signal, onReady: ready.resolve, onRun });
  const owner = connect(urls.owner, { max: 1, name: 'bench owner' });
  const web = connect(urls.web, { max: 8, name: 'bench web' });
  try {
    await Promise.race([ready.promise, grader]);
    const staff = await insertPerson(owner.db, 'instructor');
    return await body({ ...verbs(owner, web, staff), takeSteps: () => steps.splice(0) });
  } finally {
    stop.abort();
    await grader;
    await Promise.all([owner.close(), web.close()]);
  }
}

function verbs(owner: Connection, web: Connection, staff: User): Omit<BenchCourse, 'takeSteps'> {
  const as = (user: User): Context => ({ user, db: web.db, now: new Date() });
  const listen = async (fn: (id: string) => void) => (await web.client.listen('submission', fn)).unlisten;
  const runOf = async (id: string, kind: string) =>
    (await listGradingRuns(as(staff), id)).find((run) => run.kind === kind && run.finishedAt);
  return {
    enrol: (people) => Promise.all(Array.from({ length: people }, () => insertPerson(owner.db))),
    submit: (user, work) => submit(as(user), { slug, ...work, label: null, idempotencyKey: randomUUID() }),
    graded: async (user, id, ms = 60_000) => {
      const watch = { listen, signal: AbortSignal.timeout(ms), everyMs: lookEveryMs };
      for await (const view of watchSubmission(as(user), id, watch)) if (view.outcome) return view;
      throw new Error('The submission was not graded in time.');
    },
    verified: async (id) => {
      while (!(await runOf(id, 'verify'))) await wait(500);
    },
    dispatchToStored: async (id) => {
      const run = await runOf(id, 'grade');
      if (!run?.finishedAt) throw new Error('There is no result.');
      return run.finishedAt.getTime() - run.startedAt.getTime();
    },
  };
}
