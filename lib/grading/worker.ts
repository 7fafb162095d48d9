import { hostname } from 'node:os';
import { connect, idleTransactionMs } from '#db/client.ts';
import { findCourseRow } from '#db/queries/course.ts';
import { deleteGrader, findCurrentVersion, insertGrader, touchGrader } from '#db/queries/grading-runs.ts';
import { oneAPerson, openQueue } from '#db/queue.ts';
import { readSettings } from '#lib/env.ts';
import { openSandbox } from '#lib/sandbox/sandbox.ts';
import { runBackground } from './background.ts';
import { openDatasets } from './datasets.ts';
import { sendForgotten } from './forgotten.ts';
import { createGate } from './gate.ts';
import { closeAbandoned, doJob, type GraderTools } from './jobs.ts';
import { limitsOf } from './kinds.ts';
import { type GraderLog, openGraderLog } from './log.ts';
import { keepWarm } from './warm.ts';

export type GraderOptions = {
  /** The grader role's. */
  databaseUrl: string;
  /** Aborting it stops the grader: what it was doing goes back to the queue. */
  signal: AbortSignal;
  onReady?: () => void;
} & Partial<GraderLog>;

/** A notification wakes the slot for a new job. One that is to be tried again rings no bell: it looks every second. */
const pace = { ...oneAPerson, pollingIntervalSeconds: 1, notifyPollingIntervalSeconds: 1 };
const heartbeatMs = 5000;
const forgetAfterMs = 3600_000;

/**
 * Grades until told to stop: one slot for grades that a student waits for, one for trainings and verifications.
 * Any number of graders on any number of machines share the queue.
 */
export async function runGrader(options: GraderOptions): Promise<void> {
  const { databaseUrl, signal } = options;
  const { onRun, onFailure, onError } = { ...openGraderLog('warn'), ...options };
  const connection = connect(databaseUrl, { name: 'course grader', max: 4, idleTransactionMs });
  const { db } = connection;
  // A demonstration may do with less isolation: it listens on loopback only, for the person at the keyboard.
  const course = await findCourseRow(db);
  const allowUnsafe = readSettings().GRADER_ALLOW_UNSAFE;
  const sandbox = await openSandbox({ allowDemo: course?.demo === true, allowUnsafe });
  const queue = await openQueue(databaseUrl, onError);
  const tools: GraderTools = {
    db,
    sandbox,
    warm: keepWarm(sandbox),
    datasets: openDatasets(db),
    name: `${hostname()} ${process.pid}`,
    now: () => new Date(),
    onRun,
    onFailure,
  };
  const gate = createGate(() => sandbox.holdBackground());
  await getReady(tools).catch(onError);
  const farewell = await announce(tools, onError);
  await queue.work('grade', pace, (job) => {
    const either = AbortSignal.any([job.signal, signal]);
    return gate.hold(() => doJob(tools, { ...job, queue: 'grade', signal: either })).finally(tools.warm.refill);
  });
  const background = runBackground({ queue, gate, signal, doJob: (job) => doJob(tools, job), onError });
  options.onReady?.();
  await aborted(signal);
  await background;
  await queue.stop();
  await farewell();
  await tools.warm.close();
  await sandbox.close();
  await connection.close();
}

/** The first submission after a start is to be as quick as those after it. */
async function getReady({ db, datasets, warm, now }: GraderTools): Promise<void> {
  const version = await findCurrentVersion(db, now());
  if (version) warm.expect(await limitsOf(version, datasets));
}

/** Says every few seconds that this grader lives, and looks for work that died with another or lost its job. */
async function announce(tools: GraderTools, onError: (error: unknown) => void): Promise<() => Promise<void>> {
  const { isolate } = tools.sandbox;
  const startedAt = tools.now();
  const { name: isolateName, tier } = isolate;
  const warm = tools.warm.count();
  const row = { name: tools.name, isolate: isolateName, tier, warm, startedAt, seenAt: startedAt };
  const id = await insertGrader(tools.db, row);
  let looked: string | null = null;
  const look = async () => {
    await beat(tools, id);
    looked = await sendForgotten(tools, looked);
  };
  const timer = setInterval(() => void look().catch(onError), heartbeatMs);
  return async () => {
    clearInterval(timer);
    await deleteGrader(tools.db, id).catch(onError);
  };
}

async function beat(tools: GraderTools, id: string): Promise<void> {
  const now = tools.now();
  const heartbeat = { seenAt: now, warm: tools.warm.count() };
  await touchGrader(tools.db, id, heartbeat, new Date(now.getTime() - forgetAfterMs));
  await closeAbandoned(tools);
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}
