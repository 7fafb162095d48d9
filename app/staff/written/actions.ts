'use server';
import { redirect } from 'next/navigation';
import { z } from 'zod';
import { withinSite } from '#lib/auth/core.ts';
import { CourseError } from '#lib/errors.ts';
import { paths } from '#lib/paths.ts';
import { decisions, marks } from '#lib/writing/core/item.ts';
import { addCorrection, withdrawCorrection } from '#lib/writing/corrections.ts';
import { reviewWriting } from '#lib/writing/review.ts';
import { addSnippet, removeSnippet } from '#lib/writing/snippets.ts';
import { staffContext } from '../../session.ts';

/** Why something could not be done, with the text that was typed. */
export type Refused = { problem: string; comment: string } | null;

const empty = (text: unknown) => (text === '' || text === null || text === undefined ? null : text);
const reviewSchema = z.object({
  versionId: z.uuid(),
  baseReviewId: z.preprocess(empty, z.uuid().nullable()),
  decision: z.preprocess(empty, z.enum(decisions).nullable()),
  mark: z.preprocess(empty, z.enum(marks).nullable()),
  points: z.preprocess(empty, z.coerce.number().nullable()),
  comment: z.string(),
  onward: z.string(),
});

/** Saves what a reviewer says, and goes on to the next. */
export async function reviewAction(_earlier: Refused, form: FormData): Promise<Refused> {
  const ctx = await staffContext(paths.staff.written());
  const comment = String(form.get('comment') ?? '');
  const input = reviewSchema.safeParse({
    ...Object.fromEntries(form),
    decision: form.get('decision'),
    mark: form.get('mark'),
    points: form.get('points'),
  });
  if (!input.success) return { problem: 'The form did not arrive whole. Load the page again.', comment };
  const { onward, ...review } = input.data;
  try {
    await reviewWriting(ctx, { ...review, criteria: scoresIn(form) });
  } catch (error) {
    return { problem: refusal(error), comment };
  }
  redirect(withinSite(onward));
}

/** Criteria without a value were not looked at: they are left out, and count nothing. */
function scoresIn(form: FormData): Record<string, number> {
  return Object.fromEntries(
    [...form].flatMap(([name, value]) =>
      name.startsWith('criterion:') && value !== '' ? [[name.slice('criterion:'.length), Number(value)]] : [],
    ),
  );
}

export async function addSnippetAction(_earlier: Refused, form: FormData): Promise<Refused> {
  const ctx = await staffContext(paths.staff.written());
  const text = String(form.get('text') ?? '');
  try {
    await addSnippet(ctx, text);
  } catch (error) {
    return { problem: refusal(error), comment: text };
  }
  redirect(withinSite(String(form.get('back'))));
}

export async function removeSnippetAction(form: FormData): Promise<void> {
  const ctx = await staffContext(paths.staff.written());
  await removeSnippet(ctx, String(form.get('id')));
  redirect(withinSite(String(form.get('back'))));
}

const correctionSchema = z.object({ slug: z.string().max(64), body: z.string() });

export async function addCorrectionAction(_earlier: Refused, form: FormData): Promise<Refused> {
  const ctx = await staffContext(paths.staff.written());
  const { slug, body } = correctionSchema.parse(Object.fromEntries(form));
  try {
    await addCorrection(ctx, { slug, body });
  } catch (error) {
    return { problem: refusal(error), comment: body };
  }
  redirect(paths.staff.written());
}

export async function withdrawCorrectionAction(form: FormData): Promise<void> {
  const ctx = await staffContext(paths.staff.written());
  await withdrawCorrection(ctx, String(form.get('id')));
  redirect(paths.staff.written());
}

/** An expected refusal in words; anything else goes on. */
function refusal(error: unknown): string {
  if (error instanceof CourseError) return [error.message, error.remedy].filter(Boolean).join(' ');
  throw error;
}
