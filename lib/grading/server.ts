import {
  findByIdempotencyKey,
  findSubmission,
  findSubmittedCode,
  insertSubmission,
  listLiveJobs,
  listOwnSubmissions,
  listRuns,
  listTests,
  type OwnedSubmission,
  readQueueFacts,
} from '#db/queries/grading.ts';
import { lockPerson, sendJob, stepBack } from '#db/queue.ts';
import type { AnyManifest } from '#lib/assignments/core/manifest.ts';
import type { Policy } from '#lib/assignments/core/policy.ts';
import { getAssignment } from '#lib/assignments/server.ts';
import { can } from '#lib/auth/core.ts';
import type { Context } from '#lib/context.ts';
import { audit } from '#lib/course/audit.ts';
import { Conflict, Forbidden, InvalidInput, NotFound } from '#lib/errors.ts';
import { foldSubmission } from './core/fold.ts';
import { queueFor } from './core/plan.ts';

import type { SubmissionView } from './core/view.ts';
import { checkWeights, readInput, type SubmitInput, sameContent } from './submission.ts';

/**
 * Hands in code, with the weights that the browser trained or without, and asks for its grade: row, job and audit in
 * one transaction. The same key with the same content is the same submission, however often it is sent.
 * @throws InvalidInput, TooLarge; Forbidden outside the dates or without attempts left; Conflict for a key used before
 */
export async function submit(ctx: Context, input: SubmitInput): Promise<SubmissionView> {
  if (!can.submit(ctx.user)) throw new Forbidden();
  const id = await ctx.db.transaction((tx) => accept({ ...ctx, db: tx }, readInput(input)));
  return getSubmission(ctx, id);
}

async function accept(ctx: Context, input: SubmitInput): Promise<string> {
  await lockPerson(ctx.db, ctx.user.id);
  const known = await findByIdempotencyKey(ctx.db, ctx.user.id, input.slug, input.idempotencyKey);
  if (known) {
    if (sameContent(known, input)) return known.id;
    throw new Conflict('This idempotency key was used for another submission.', 'Send a new key with new content.');
  }
  const { versionId, manifest, policy } = await getAssignment(ctx, input.slug);
  refuseUnlessOpen(policy);
  if (input.weights) checkWeightsFor(manifest, input.weights);
  const id = await insertSubmission(ctx.db, {
    userId: ctx.user.id,
    slug: input.slug,
    versionId,
    code: input.code,
    weights: input.weights,
    label: input.label,
    idempotencyKey: input.idempotencyKey,
    createdAt: ctx.now,
  });
  const after = { slug: input.slug, versionId, trainedInBrowser: input.weights !== null };
  await audit(ctx.db, ctx, 'submission.create', id, { after });
  await stepBack(ctx.db, ctx.user.id);
  const queue = queueFor(manifest, input.weights !== null);
  await sendJob(ctx.db, queue, { submissionId: id }, { group: { id: ctx.user.id } });
  return id;
}

function checkWeightsFor(manifest: AnyManifest, weights: Uint8Array): void {
  if (manifest.kind === 'functions') {
    throw new InvalidInput('This assignment takes code alone.', 'Send it without weights.');
  }
  checkWeights(weights, manifest.limits.parameters);
}

function refuseUnlessOpen({ refusal, opensAt, closesAt, attempts }: Policy): void {
  if (refusal === 'not_open') throw new Forbidden(`This assignment opens at ${opensAt.toISOString()}.`);
  if (refusal === 'closed') throw new Forbidden(`This assignment closed at ${closesAt.toISOString()}.`);
  if (refusal === 'no_attempts') throw new Forbidden(`All ${attempts.max} attempts are used.`);
}

/** @throws NotFound also where it is somebody else's: that it exists is nobody's business */
export async function getSubmission(ctx: Context, id: string): Promise<SubmissionView> {
  const facts = isId(id) ? await findSubmission(ctx.db, id) : null;
  if (!facts || !can.seeSubmission(ctx.user, facts)) throw new NotFound('This submission');
  const [view] = await foldAll(ctx, [facts]);
  if (!view) throw new NotFound('This submission');
  return view;
}

/** The caller's own submissions to an assignment, newest first, without their logs: four queries, however many. */
export async function listSubmissions(ctx: Context, slug: string): Promise<SubmissionView[]> {
  return foldAll(ctx, await listOwnSubmissions(ctx.db, ctx.user.id, slug));
}

async function foldAll(ctx: Context, all: OwnedSubmission[]): Promise<SubmissionView[]> {
  const pending = all.filter((facts) => !facts.run?.outcome).map((facts) => facts.id);
  const graded = all.flatMap((facts) => (facts.run?.outcome && facts.runId ? [facts.runId] : []));
  const tests = await listTests(ctx.db, graded);
  const jobs = pending.length ? await listLiveJobs(ctx.db, pending) : new Map<string, OwnedSubmission['job']>();
  const queue = pending.length
    ? await readQueueFacts(ctx.db, ctx.now)
    : { graders: 0, recentSeconds: { grade: null, train: null }, live: { grade: 0, train: 0 }, background: 0 };
  return all.map((facts) =>
    foldSubmission(
      {
        ...facts,
        job: jobs.get(facts.id) ?? null,
        tests: tests
          .filter((test) => test.runId === facts.runId)
          .map(({ name, passed, points, maxPoints, message }) => ({ name, passed, points, maxPoints, message })),
      },
      queue,
    ),
  );
}

/** The code as it was handed in. */
export async function getSubmittedCode(ctx: Context, id: string): Promise<string> {
  const found = isId(id) ? await findSubmittedCode(ctx.db, id) : null;
  if (!found || !can.seeSubmission(ctx.user, found)) throw new NotFound('This submission');
  return found.code;
}

/** Every run of a submission with its notes for staff, newest first. */
export async function listGradingRuns(ctx: Context, id: string) {
  if (!can.seeStaffNotes(ctx.user)) throw new Forbidden();
  return isId(id) ? listRuns(ctx.db, id) : [];
}

const isId = (id: string) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id);
