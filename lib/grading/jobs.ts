import { z } from 'zod';
import { type Db, isDatabaseAway } from '#db/client.ts';
import {
  countFailures,
  findShownScore,
  findWork,
  finishRun,
  listAbandoned,
  listPoints,
  noteRun,
  type RunResult,
  startRun,
  type Work,
} from '#db/queries/grading-runs.ts';
import { findRung, lockLadder, saveRung } from '#db/queries/ladder.ts';
import { findRegradeToDo } from '#db/queries/regrades.ts';
import { sendJob, takeTurn, triesOfAJob } from '#db/queue.ts';
import { shownMetric } from '#lib/assignments/core/manifest.ts';
import { systemUser } from '#lib/auth/core.ts';
import type { Context } from '#lib/context.ts';
import { audit } from '#lib/course/audit.ts';
import { notify } from '#lib/notices/server.ts';
import { paths } from '#lib/paths.ts';
import type { Sandbox } from '#lib/sandbox/sandbox.ts';
import { cutText, storable } from '#lib/text/core.ts';
import { checkers } from './core/checkers/registry.ts';
import { countingOf } from './core/counting.ts';
import { type Climb, climb, type Rung } from './core/ladder.ts';
import type { Outcome, RunKind } from './core/outcome.ts';
import { queueFor } from './core/plan.ts';
import { describeVerification } from './core/verification.ts';
import type { Datasets } from './datasets.ts';
import type { Grade } from './grade.ts';
import { gradeWork } from './kinds.ts';
import type { Warm } from './warm.ts';

/** What a grader has at hand for every job. */
export type GraderTools = {
  db: Db;
  sandbox: Sandbox;
  /** Its processes for the grades that a student waits for. */
  warm: Warm;
  datasets: Datasets;
  /** Host name and process id. */
  name: string;
  now: () => Date;
  /** A run has its result. Milliseconds of each step. */
  onRun: (run: RunName & { outcome: Outcome; took: Record<string, number> }) => void;
  /** A run came to nothing, through no fault of the student's. */
  onFailure: (run: RunName & { end: RunEnd }, error: unknown) => void;
};

/** Which run, and where. */
type RunName = { runId: string; submissionId: string; jobId: string; kind: RunKind; isolate: string; tier: string };

/** Without a result: staff are told, or the queue gives the job out again. */
type RunEnd = 'infra_error' | 'tried_again' | 'handed_back';

export type GradingJob = {
  id: string;
  queue: 'grade' | 'train' | 'regrade' | 'verify';
  data: unknown;
  retryCount: number;
  signal: AbortSignal;
};

const dataSchema = z.object({ submissionId: z.uuid(), regradeId: z.uuid().optional() });

/**
 * Does one job of any queue. A job that was done before, by this grader or another, is left as it is: its result is
 * unique in the database, too; so is one that came before its turn. A throw hands the job back to the queue; after the
 * last try staff are told instead.
 */
export async function doJob(tools: GraderTools, job: GradingJob): Promise<void> {
  const { submissionId, regradeId } = dataSchema.parse(job.data);
  if (!(await takeTurn(tools.db, job))) return;
  const regrade = regradeId ? await findRegradeToDo(tools.db, regradeId) : null;
  // Published or discarded meanwhile: nobody asks for this result any more.
  if (regradeId && !regrade) return;
  const work = await findWork(tools.db, submissionId, regrade);
  if (!work) throw new Error(`There is no submission ${submissionId}.`);
  const kind: RunKind = job.queue === 'verify' ? 'verify' : 'grade';
  const claimed = kind === 'verify' ? await claimToVerify(tools.db, work) : null;
  if (kind === 'verify' && claimed === null) return;
  const runId = await openRun(tools, work, job, kind);
  if (runId === null) return;
  const { name: isolate, tier } = tools.sandbox.isolate;
  const run = { runId, submissionId, jobId: job.id, kind, isolate, tier };
  try {
    const grade = await gradeJob(tools, work, job);
    await tools.db.transaction((tx) => close(tx, tools, { work, runId, grade, claimed, queue: job.queue }));
    tools.onRun({ ...run, outcome: grade.outcome, took: grade.took });
  } catch (error) {
    const end = await giveUp(tools, job, runId, error);
    tools.onFailure({ ...run, end }, error);
    if (end !== 'infra_error') throw error;
  }
}

async function openRun(tools: GraderTools, work: Work, job: GradingJob, kind: RunKind): Promise<string | null> {
  return tools.db.transaction((tx) =>
    startRun(tx, {
      submissionId: work.id,
      kind,
      jobId: job.id,
      startedAt: tools.now(),
      isolate: tools.sandbox.isolate.name,
      tier: tools.sandbox.isolate.tier,
      grader: tools.name,
      versionId: work.regradeId && work.versionId,
      regradeId: work.regradeId,
    }),
  );
}

function gradeJob({ sandbox, warm, datasets }: GraderTools, work: Work, job: GradingJob): Promise<Grade> {
  const processes = job.queue === 'grade' ? warm : sandbox;
  const background = job.queue === 'verify' || job.queue === 'regrade';
  return gradeWork(work, { sandbox: processes, datasets, signal: job.signal, background, trains: trains(work, job) });
}

/** A regrade trains only what the server trained before: uploaded weights are graded as they are. */
function trains({ manifest, weights }: Work, { queue }: GradingJob): boolean {
  if (queue === 'regrade') return queueFor(manifest, weights !== null) === 'train';
  return queue !== 'grade';
}

type Done = { work: Work; runId: string; grade: Grade; claimed: number | null; queue: GradingJob['queue'] };

/** The run's end, in one transaction. Where another grader has ended it meanwhile, nothing happens. */
async function close(tx: Db, tools: GraderTools, done: Done): Promise<void> {
  const { work, runId, grade, claimed, queue } = done;
  const now = tools.now();
  // A regrade leaves the Ladder alone: students compare what they hand in, not what staff mended.
  const rung = claimed === null && work.regradeId === null ? rungOf(grade) : null;
  if (rung) await lockLadder(tx, work);
  const shown = rung && climb(await findRung(tx, work), rung);
  const result = await resultOf(tx, done, shown);
  if (!(await finishRun(tx, runId, now, result))) return;
  if (rung && shown?.improved) await saveRung(tx, { userId: work.userId, versionId: work.versionId, runId }, rung);
  const after = { run: runId, outcome: result.outcome, points: result.points, regrade: work.regradeId };
  const verb = claimed === null ? 'submission.grade' : 'submission.verify';
  await audit(tx, { user: systemUser, now }, verb, work.id, { after });
  // What can wait is told when it is published and was verified before; the demo's classmates need neither.
  if (claimed !== null || queue === 'regrade') return;
  await tellIfLate({ user: systemUser, db: tx, now }, work, result);
  if ((await claimToVerify(tx, work)) === null) return;
  await sendJob(tx, 'verify', { submissionId: work.id });
}

/** How long a student looks at the page where the result appears by itself, in milliseconds. */
const watchedMs = 60_000;

/** A result that comes later is news: whoever handed in has gone on to something else. */
async function tellIfLate(ctx: Context, work: Work, { outcome, points, maxPoints }: RunResult): Promise<void> {
  if (ctx.now.getTime() - work.createdAt.getTime() < watchedMs) return;
  const end = outcome === 'graded' ? `is graded: ${points} of ${maxPoints} points` : 'did not run to its end';
  const title = `“${work.manifest.title}” ${end}`;
  await notify(ctx, { kind: 'grade', title, href: paths.submission(work.slug, work.id) }, [work.userId]);
}

async function resultOf(tx: Db, { work, grade, claimed }: Done, shown: Climb | null): Promise<RunResult> {
  if (claimed !== null) return verificationResult(work, grade, claimed);
  if (work.regradeId === null) return gradeResult(grade, shown);
  // The exact score would tell a student what the Ladder keeps back.
  const metric = grade.metrics.find(({ split }) => split === 'public')?.metric ?? null;
  return { ...gradeResult(grade, null), ...(await findShownScore(tx, work.id, work.versionId, metric)) };
}

/** What the Ladder compares; null where nothing was measured, or the metric is no mean over rows. */
const rungOf = ({ publicScore: score, publicLosses: losses }: Grade): Rung | null =>
  score === null || losses === null ? null : { score, losses };

/** @param shown what the Ladder lets a student see of the public score */
function gradeResult(grade: Grade, shown: Climb | null): RunResult {
  const { took: _took, publicLosses: _losses, weights: _weights, cpuSeconds: _cpuSeconds, ...result } = grade;
  const publicScore = shown ? shown.score : result.publicScore;
  return { ...result, publicScore, improved: shown?.improved ?? null, staffNote: null };
}

function verificationResult({ manifest }: Work, grade: Grade, claimed: number): RunResult {
  if (manifest.kind !== 'model') throw new Error('Only the training of a model can be verified.');
  const { outcome, publicScore: own } = grade;
  const metric = shownMetric(manifest);
  const better = metric === null ? 'higher' : checkers[metric].better;
  const { tolerance } = manifest.verification;
  const staffNote = describeVerification({ outcome, own, claimed, tolerance, better });
  return { ...gradeResult(grade, null), points: null, maxPoints: null, tests: [], staffNote };
}

/**
 * The public metric to verify, or null where there is nothing to: the server trained anyway, the grade is no claim, or
 * another submission counts.
 */
async function claimToVerify(tx: Db, work: Work): Promise<number | null> {
  const { manifest } = work;
  if (work.weights === null || manifest.kind !== 'model' || manifest.train === 'server') return null;
  const counting = countingOf(await listPoints(tx, work.userId, work.slug, shownMetric(manifest)));
  if (counting?.id !== work.id || !counting.points) return null;
  // Measured on another version's data: training on this one's says nothing about it.
  if (counting.regradeId !== null) return null;
  return counting.publicScore;
}

/**
 * Leaves word of a failure of ours, and after the last try makes it the run's outcome. What stopped the grader or took
 * the database away is no such failure: the job did nothing wrong, and is tried again.
 */
async function giveUp(tools: GraderTools, job: GradingJob, runId: string, error: unknown): Promise<RunEnd> {
  if (job.signal.aborted) return 'handed_back';
  if (isDatabaseAway(error)) return 'tried_again';
  const staffNote = noteOf(error);
  await noteRun(tools.db, runId, staffNote);
  if ((await countFailures(tools.db, job.id)) < triesOfAJob) return 'tried_again';
  await tools.db.transaction((tx) => finishRun(tx, runId, tools.now(), infrastructure(staffNote)));
  return 'infra_error';
}

/** What a process wrote as it died, and the values of a statement that failed, may be in it. */
const noteOf = (error: unknown) =>
  cutText(storable(error instanceof Error ? (error.stack ?? error.message) : String(error)), 8000);

const infrastructure = (staffNote: string): RunResult => ({
  outcome: 'infra_error',
  points: null,
  maxPoints: null,
  publicScore: null,
  improved: null,
  note: null,
  log: null,
  staffNote,
  tests: [],
  metrics: [],
});

/** Ends what no grader will take up again, its last one having died: the attempt is given back and staff are told. */
export async function closeAbandoned(tools: Pick<GraderTools, 'db' | 'now'>): Promise<void> {
  const now = tools.now();
  const settled = new Date(now.getTime() - 10_000);
  for (const { id, kind, run, job, note, regradeId, versionId } of await listAbandoned(tools.db, settled)) {
    await tools.db.transaction(async (tx) => {
      const start = { submissionId: id, kind, jobId: job, startedAt: now, isolate: '', grader: '' };
      const runId = run ?? (await startRun(tx, { ...start, regradeId, versionId }));
      if (runId === null) return;
      await finishRun(tx, runId, now, infrastructure(note ?? 'The graders that tried this all fell silent.'));
    });
  }
}
