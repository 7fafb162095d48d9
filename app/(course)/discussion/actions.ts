'use server';
import { revalidatePath } from 'next/cache';
import { redirect } from 'next/navigation';
import { z } from 'zod';
import { withinSite } from '#lib/auth/core.ts';
import type { Context } from '#lib/context.ts';
import {
  acceptAnswer,
  editPost,
  endorsePost,
  lockThread,
  pinThread,
  removePost,
  restorePost,
} from '#lib/discussion/moderate.ts';
import { commentOnWriting } from '#lib/discussion/review.ts';
import { askAboutRun } from '#lib/discussion/run.ts';
import { reply, startThread } from '#lib/discussion/server.ts';
import { CourseError } from '#lib/errors.ts';
import { paths } from '#lib/paths.ts';
import { pageContext } from '../../session.ts';

/** What to tell at a form that could not be carried out, with what was typed in it. */
export type Refused = { problem: string; typed: Record<string, string> } | null;

const text = z.string().max(200_000);
const key = z.string().max(100);
const ticked = z
  .literal('on')
  .optional()
  .transform((value) => value === 'on');

const startSchema = z.object({
  kind: z.enum(['discussion', 'announcement']),
  topic: z.string().max(200),
  title: text,
  body: text,
  anonymous: ticked,
  staffOnly: ticked,
  idempotencyKey: key,
});

export async function startThreadAction(_earlier: Refused, form: FormData): Promise<Refused> {
  const ctx = await pageContext(paths.newThread());
  return carryOut(form, startSchema, async (input) => paths.thread(await startThread(ctx, input)));
}

const replySchema = z.object({ threadId: key, body: text, anonymous: ticked, back: text, idempotencyKey: key });

export async function replyAction(_earlier: Refused, form: FormData): Promise<Refused> {
  const ctx = await pageContext(paths.discussion());
  return carryOut(form, replySchema, async ({ back, ...input }) => {
    const id = await reply(ctx, input);
    return back ? `${withinSite(back)}#post-${id}` : paths.thread(input.threadId, id);
  });
}

const editSchema = z.object({ postId: key, body: text, seen: z.string().max(40), back: text });

export async function editPostAction(_earlier: Refused, form: FormData): Promise<Refused> {
  const ctx = await pageContext(paths.discussion());
  return carryOut(form, editSchema, async ({ back, ...input }) => {
    await editPost(ctx, input);
    return `${withinSite(back)}#post-${input.postId}`;
  });
}

const commentSchema = z.object({
  writingId: key,
  anchor: z.string().max(40),
  body: text,
  back: text,
  idempotencyKey: key,
});

/** Beside a piece of writing. */
export async function commentAction(_earlier: Refused, form: FormData): Promise<Refused> {
  const ctx = await pageContext(paths.discussion());
  return carryOut(form, commentSchema, async ({ back, anchor, ...input }) => {
    await commentOnWriting(ctx, { ...input, anchor: anchor || null });
    return `${withinSite(back)}#comments`;
  });
}

const askSchema = z.object({ submissionId: key, body: text, curves: z.string().max(500_000), idempotencyKey: key });

export async function askAboutRunAction(_earlier: Refused, form: FormData): Promise<Refused> {
  const ctx = await pageContext(paths.discussion());
  return carryOut(form, askSchema, async ({ curves, ...input }) =>
    paths.thread(await askAboutRun(ctx, { ...input, curves: readJson(curves) })),
  );
}

const intents = [
  'accept',
  'unaccept',
  'endorse',
  'unendorse',
  'remove',
  'restore',
  'pin',
  'unpin',
  'lock',
  'unlock',
] as const;
const moderateSchema = z.object({ id: key, intent: z.enum(intents), back: text });

/** One press of a button at a post or a thread. */
export async function moderateAction(_earlier: Refused, form: FormData): Promise<Refused> {
  const ctx = await pageContext(paths.discussion());
  return carryOut(form, moderateSchema, async ({ id, intent, back }) => {
    await moderate(ctx, id, intent);
    return withinSite(back);
  });
}

async function moderate(ctx: Context, id: string, intent: (typeof intents)[number]): Promise<void> {
  if (intent === 'accept' || intent === 'unaccept') return acceptAnswer(ctx, id, intent === 'accept');
  if (intent === 'endorse' || intent === 'unendorse') return endorsePost(ctx, id, intent === 'endorse');
  if (intent === 'pin' || intent === 'unpin') return pinThread(ctx, id, intent === 'pin');
  if (intent === 'lock' || intent === 'unlock') return lockThread(ctx, id, intent === 'lock');
  return intent === 'remove' ? removePost(ctx, id) : restorePost(ctx, id);
}

/** Reads a form, does what it asks and goes where that leads; an expected refusal comes back with what was typed. */
async function carryOut<T>(form: FormData, schema: z.ZodType<T>, act: (input: T) => Promise<string>): Promise<Refused> {
  const typed = Object.fromEntries(
    [...form].flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
  );
  const input = schema.safeParse(typed);
  if (!input.success) return { problem: 'The form did not arrive whole. Load the page again.', typed };
  const done = await act(input.data).then((to) => ({ to }), refusal);
  if ('problem' in done) return { problem: done.problem, typed };
  // A redirect to the page that is open, or to a place in it, would show it as it was.
  revalidatePath(done.to.replace(/[?#].*/s, ''));
  redirect(done.to);
}

function refusal(error: unknown): { problem: string } {
  if (error instanceof CourseError) return { problem: [error.message, error.remedy].filter(Boolean).join(' ') };
  throw error;
}

function readJson(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return null;
  }
}
