'use server';
import { redirect } from 'next/navigation';
import { z } from 'zod';
import type { Context } from '#lib/context.ts';
import { CourseError } from '#lib/errors.ts';
import { regradePolicies } from '#lib/grading/core/regrade.ts';
import { discardRegrade, publishRegrade, retryRegrade, startRegrade } from '#lib/grading/regrade.ts';
import { paths } from '#lib/paths.ts';
import { staffContext } from '../../../session.ts';

/** What to tell above a form that could not be carried out, with what was typed. */
export type Refused = { problem: string; reason: string } | null;

const startSchema = z.object({
  slug: z.string().max(64),
  cover: z.enum(['all', 'counting']),
  reason: z.string().max(4000),
});

export async function startRegradeAction(_earlier: Refused, form: FormData): Promise<Refused> {
  const ctx = await staffContext(paths.staff.regrades());
  const input = startSchema.safeParse(Object.fromEntries(form));
  if (!input.success) return { problem: 'The form did not arrive whole. Load the page again.', reason: '' };
  const started = await startRegrade(ctx, input.data).then((id) => ({ id }), refusal);
  if ('problem' in started) return { problem: started.problem, reason: input.data.reason };
  redirect(paths.staff.regrade(started.id));
}

const endSchema = z.object({ id: z.uuid(), end: z.enum([...regradePolicies, 'discard', 'retry']) });

/** Publishes under a policy, discards, or sends again what failed. */
export async function endRegradeAction(_earlier: Refused, form: FormData): Promise<Refused> {
  const ctx = await staffContext(paths.staff.regrades());
  const input = endSchema.safeParse(Object.fromEntries(form));
  if (!input.success) return { problem: 'Choose what to do with the results first.', reason: '' };
  const { id, end } = input.data;
  const done = await act(ctx, id, end).then(() => null, refusal);
  if (done) return { problem: done.problem, reason: '' };
  redirect(paths.staff.regrade(id));
}

async function act(ctx: Context, id: string, end: z.infer<typeof endSchema>['end']) {
  if (end === 'discard') await discardRegrade(ctx, id);
  else if (end === 'retry') await retryRegrade(ctx, id);
  else await publishRegrade(ctx, id, end);
}

/** An expected refusal in words; anything else goes on. */
function refusal(error: unknown): { problem: string } {
  if (error instanceof CourseError) return { problem: [error.message, error.remedy].filter(Boolean).join(' ') };
  throw error;
}
