'use server';
import { redirect } from 'next/navigation';
import { z } from 'zod';
import type { Context } from '#lib/context.ts';
import { regradePolicies } from '#lib/grading/core/regrade.ts';
import { discardRegrade, publishRegrade, retryRegrade } from '#lib/grading/regrade.ts';
import { paths } from '#lib/paths.ts';
import { staffContext } from '../../../../session.ts';
import { type Refused, refusal } from '../refusal.ts';

const endSchema = z.object({
  id: z.uuid(),
  end: z.enum([...regradePolicies, 'discard', 'retry']),
  /** How many submissions could not be regraded, as whoever publishes has confirmed. */
  leaving: z.coerce.number().int().optional(),
});

/** Publishes under a policy, discards, or sends again what failed. */
export async function endRegradeAction(_earlier: Refused, form: FormData): Promise<Refused> {
  const ctx = await staffContext(paths.staff.regrades());
  const input = endSchema.safeParse(Object.fromEntries(form));
  if (!input.success) return { problem: 'Choose what to do with the results first.', typed: {} };
  const { id } = input.data;
  const done = await act(ctx, input.data).then(() => null, refusal);
  if (done) return { problem: done.problem, typed: { end: input.data.end } };
  redirect(paths.staff.regrade(id));
}

async function act(ctx: Context, { id, end, leaving }: z.infer<typeof endSchema>) {
  if (end === 'discard') await discardRegrade(ctx, id);
  else if (end === 'retry') await retryRegrade(ctx, id);
  else await publishRegrade(ctx, id, end, leaving);
}
