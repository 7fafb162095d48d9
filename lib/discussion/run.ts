import {
  findThread,
  findThreadAbout,
  insertThread,
  listFollowers,
  listPeople,
  lockSubject,
  upsertRead,
} from '#db/queries/discussion.ts';
import { getAssignment } from '#lib/assignments/server.ts';
import { can } from '#lib/auth/core.ts';
import type { Context } from '#lib/context.ts';
import { endDraft } from '#lib/drafts/server.ts';
import { describeNote } from '#lib/grading/core/notes.ts';
import { getSubmission, getSubmittedCode } from '#lib/grading/server.ts';
import { notify } from '#lib/notices/server.ts';
import { paths } from '#lib/paths.ts';
import { type Curves, curvesSchema, type RunAttachment } from './core/attachment.ts';
import { idempotencyKeySchema, maxTitleLength, postBodySchema } from './core.ts';
import { parsed } from './input.ts';
import { answer, findOwnPost, getThreadFacts, viewerOf } from './server.ts';

export type AskAboutRun = {
  submissionId: string;
  body: string;
  idempotencyKey: string;
  /** As the student's browser recorded them; absent where it did not. */
  curves?: unknown;
};

/**
 * Asks staff about a submission: a thread that its student and staff see, with the code and how it ended attached. A
 * second question about the same one goes on in the same thread.
 * @returns the thread's id
 * @throws NotFound where the submission is not the caller's to see, InvalidInput, Conflict
 */
export async function askAboutRun(ctx: Context, input: AskAboutRun): Promise<string> {
  const attachment = await attachmentOf(ctx, input.submissionId, curvesSchema.safeParse(input.curves).data ?? null);
  const body = parsed(postBodySchema, input.body);
  const key = parsed(idempotencyKeySchema, input.idempotencyKey);
  return ctx.db.transaction((tx) => ask({ ...ctx, db: tx }, attachment, { body, key }));
}

/** The thread about a submission, if there is one that the caller sees. */
export async function findRunThread(ctx: Context, submissionId: string): Promise<string | null> {
  return findThreadAbout(ctx.db, viewerOf(ctx.user), 'run', submissionId);
}

async function attachmentOf(ctx: Context, id: string, curves: Curves | null): Promise<RunAttachment> {
  const [view, code] = await Promise.all([getSubmission(ctx, id), getSubmittedCode(ctx, id)]);
  return {
    slug: view.assignment,
    submissionId: view.id,
    label: view.label,
    code,
    outcome: view.outcome,
    problem: view.note ? describeNote(view.note) : null,
    points: view.points,
    maxPoints: view.maxPoints,
    publicScore: view.score.public,
    tests: view.tests.map(({ name, passed, message }) => ({ name, passed, message })),
    curves: curves && curves.length > 0 ? curves : null,
  };
}

async function ask(ctx: Context, attachment: RunAttachment, { body, key }: { body: string; key: string }) {
  const { slug, submissionId } = attachment;
  await lockSubject(ctx.db, submissionId);
  const known = await findRunThread(ctx, submissionId);
  if (known) {
    const thread = await getThreadFacts(ctx, known);
    if (!(await findOwnPost(ctx, key, body))) {
      await answer(ctx, thread, { threadId: known, body, anonymous: false, idempotencyKey: key });
    }
    return known;
  }
  const { manifest } = await getAssignment(ctx, slug);
  const title = `A run of “${manifest.title}”`.slice(0, maxTitleLength);
  const post = { authorId: ctx.user.id, anonymous: false, body, idempotencyKey: key, createdAt: ctx.now };
  const head = { kind: 'run' as const, topic: `item:${slug}`, subjectId: submissionId, title, attachment };
  const id = await insertThread(ctx.db, head, post);
  await upsertRead(ctx.db, { userId: ctx.user.id, threadId: id, readAt: ctx.now });
  await endDraft(ctx, `run:${submissionId}`);
  await tell(ctx, id, title);
  return id;
}

/** All of staff; and, where one of them began it, the student. */
async function tell(ctx: Context, id: string, title: string): Promise<void> {
  const href = paths.thread(id);
  if (!can.moderate(ctx.user)) {
    return notify(ctx, { kind: 'question', title: `A question: ${title}`, href }, await listPeople(ctx.db, 'staff'));
  }
  const thread = await findThread(ctx.db, viewerOf(ctx.user), id);
  const followers = thread ? await listFollowers(ctx.db, thread) : [];
  const students = followers.filter(({ isStaff }) => !isStaff).map((follower) => follower.id);
  await notify(ctx, { kind: 'reply', title: `Staff wrote about your run: ${title}`, href }, students);
}
